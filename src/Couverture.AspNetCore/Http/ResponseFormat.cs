using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Couverture.AspNetCore.Http;

/// <summary>A media type that results are written in, and the statuses that go with it (GraphQL over HTTP, section 6.4).</summary>
internal sealed class ResponseFormat
{
    private readonly int _requestErrorStatus;

    private ResponseFormat(string mediaType, int requestErrorStatus)
    {
        MediaType = mediaType;
        ContentType = mediaType + "; charset=utf-8";
        _requestErrorStatus = requestErrorStatus;
    }

    /// <summary>The status tells what became of the operation; what a client gets that asks for nothing else.</summary>
    public static ResponseFormat GraphQLResponse { get; } = new("application/graphql-response+json", StatusCodes.Status400BadRequest);

    /// <summary>For older clients: 200 for every request that could be read, as proxies between may not know GraphQL.</summary>
    public static ResponseFormat Json { get; } = new("application/json", StatusCodes.Status200OK);

    public string MediaType { get; }

    public string ContentType { get; }

    /// <summary>The format an <c>Accept</c> header asks for; null where it allows none. Of formats wanted alike the first here wins.</summary>
    /// <exception cref="RejectedException">The header cannot be parsed.</exception>
    public static ResponseFormat? Negotiate(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept) || accept is ["*/*"])
            return GraphQLResponse;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            throw new RejectedException(Rejection.BadRequest("The Accept header cannot be parsed; it is a list of media types such as application/json."));
        var first = GraphQLResponse.Quality(ranges);
        var second = Json.Quality(ranges);
        return (first, second) switch
        {
            (0, 0) => null,
            _ => first >= second ? GraphQLResponse : Json,
        };
    }

    /// <summary>Whether an <c>Accept</c> header names HTML, as browsers do for a page and no client of an API does.</summary>
    public static bool IsBrowser(StringValues accept) =>
        MediaTypeHeaderValue.TryParseList(accept, out var ranges)
        && ranges.Any(range => range.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && range.Quality is null or > 0);

    /// <summary>The HTTP status of a result.</summary>
    public int StatusOf(OperationResult result) => result.Kind switch
    {
        OperationResultKind.Executed => StatusCodes.Status200OK,
        OperationResultKind.NotAllowed => StatusCodes.Status405MethodNotAllowed,
        _ => _requestErrorStatus,
    };

    // RFC 9110, section 12.5.1: of the ranges that match, the most specific one gives the quality.
    private double Quality(IList<MediaTypeHeaderValue> ranges)
    {
        var (specificity, quality) = (0, 0d);
        foreach (var range in ranges)
        {
            var matched = Specificity(range);
            if (matched > specificity)
                (specificity, quality) = (matched, range.Quality ?? 1);
        }
        return quality;
    }

    private int Specificity(MediaTypeHeaderValue range)
    {
        if (range.Charset.HasValue && !Charset.IsUtf8(range.Charset))
            return 0;
        if (range.MatchesAllTypes)
            return 1;
        if (range.MatchesAllSubTypes)
            return range.Type.Equals("application", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
        if (!range.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
            return 0;
        return range.Charset.HasValue ? 4 : 3;
    }
}
