using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Couverture.AspNetCore.Http;

/// <summary>The media ranges of an <c>Accept</c> header (RFC 9110, section 12.5.1).</summary>
internal sealed class MediaRanges
{
    private static readonly MediaRanges All = new([new MediaTypeHeaderValue("*/*")]);

    private readonly IList<MediaTypeHeaderValue> _ranges;

    private MediaRanges(IList<MediaTypeHeaderValue> ranges) => _ranges = ranges;

    /// <summary>The ranges of a header; everything where there is none.</summary>
    /// <exception cref="RejectedException">The header cannot be parsed.</exception>
    public static MediaRanges Parse(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept) || accept is ["*/*"])
            return All;
        return MediaTypeHeaderValue.TryParseList(accept, out var ranges)
            ? new MediaRanges(ranges)
            : throw new RejectedException(Rejection.BadRequest("The Accept header cannot be parsed; it is a list of media types such as application/json."));
    }

    /// <summary>Whether a header asks for a web page, as browsers do and no client of an API does.</summary>
    public static bool AcceptHtml(StringValues accept) =>
        MediaTypeHeaderValue.TryParseList(accept, out var ranges) && new MediaRanges(ranges).GetPreference("text/html").IsAllowedByName;

    /// <summary>How much a media type is wanted: of the ranges that match, the most specific one says it.</summary>
    /// <param name="mediaType">The media type, without parameters.</param>
    /// <param name="isSupported">Whether a range that names it with parameters means what is offered; null where <c>charset</c> alone matters.</param>
    public MediaPreference GetPreference(string mediaType, Func<MediaTypeHeaderValue, bool>? isSupported = null)
    {
        var preference = default(MediaPreference);
        foreach (var range in _ranges)
        {
            var specificity = GetSpecificity(range, mediaType, isSupported);
            if (specificity > preference.Specificity)
                preference = new MediaPreference(specificity, range.Quality ?? 1);
        }
        return preference;
    }

    private static int GetSpecificity(MediaTypeHeaderValue range, string mediaType, Func<MediaTypeHeaderValue, bool>? isSupported)
    {
        if (range.Charset.HasValue && !Charset.IsUtf8(range.Charset))
            return 0;
        if (range.MatchesAllTypes)
            return 1;
        if (range.MatchesAllSubTypes)
            return mediaType.AsSpan(0, mediaType.IndexOf('/')).Equals(range.Type, StringComparison.OrdinalIgnoreCase) ? MediaPreference.Wildcard : 0;
        if (!range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) || isSupported?.Invoke(range) is false)
            return 0;
        return range.Charset.HasValue ? MediaPreference.Named + 1 : MediaPreference.Named;
    }
}

/// <summary>How much a client wants a media type.</summary>
/// <param name="Specificity">How closely the client describes it; 0 where it does not allow it.</param>
/// <param name="Quality">The weight, from 0, not at all, to 1.</param>
internal readonly record struct MediaPreference(int Specificity, double Quality)
{
    /// <summary>A range of all subtypes.</summary>
    public const int Wildcard = 2;

    /// <summary>A range that is the media type itself.</summary>
    public const int Named = 3;

    public bool IsAllowed => Quality > 0;

    /// <summary>Whether the client allows it by its name, so that it knows what it is.</summary>
    public bool IsAllowedByName => Specificity >= Named && IsAllowed;
}
