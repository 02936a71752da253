using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Couverture.AspNetCore.Http;

/// <summary>The media ranges of an <c>Accept</c> header (RFC 9110, section 12.5.1).</summary>
internal sealed class MediaRanges
{
    private static readonly MediaRanges All = new([new MediaTypeHeaderValue("*/*")]);

    private readonly IList<MediaTypeHeaderValue> _ranges;

    private MediaRanges(IList<MediaTypeHeaderValue> ranges) => _ranges = ranges;

    /// <summary>Parses a header; a missing header accepts everything.</summary>
    /// <exception cref="RejectedException">The header cannot be parsed.</exception>
    public static MediaRanges Parse(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept) || accept is ["*/*"])
            return All;
        return MediaTypeHeaderValue.TryParseList(accept, out var ranges)
            ? new MediaRanges(ranges)
            : throw new RejectedException(Rejection.BadRequest("The Accept header cannot be parsed. Send a list of media types such as application/json."));
    }

    /// <summary>Returns whether a header names HTML, which browsers send but API clients do not.</summary>
    public static bool AcceptHtml(StringValues accept) =>
        MediaTypeHeaderValue.TryParseList(accept, out var ranges) && new MediaRanges(ranges).GetPreference("text/html").IsAllowedByName;

    /// <summary>Returns the preference for a media type, taken from the most specific matching range.</summary>
    /// <param name="mediaType">The media type, without parameters.</param>
    /// <param name="isSupported">Returns whether the parameters of a range that names the media type are supported; null if only <c>charset</c> matters.</param>
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

/// <summary>A client's preference for a media type.</summary>
/// <param name="Specificity">How closely the matching range describes the media type; 0 if no range matches.</param>
/// <param name="Quality">The quality value, from 0 (not acceptable) to 1.</param>
internal readonly record struct MediaPreference(int Specificity, double Quality)
{
    /// <summary>The specificity of a range of all subtypes.</summary>
    public const int Wildcard = 2;

    /// <summary>The specificity of a range that names the media type.</summary>
    public const int Named = 3;

    public bool IsAllowed => Quality > 0;

    /// <summary>Whether the client names the media type, so that it is known to support it.</summary>
    public bool IsAllowedByName => Specificity >= Named && IsAllowed;
}
