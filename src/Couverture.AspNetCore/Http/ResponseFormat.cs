using Couverture.Execution;
using Microsoft.AspNetCore.Http;

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

    /// <summary>The status tells what became of the operation.</summary>
    public static ResponseFormat GraphQLResponse { get; } = new("application/graphql-response+json", StatusCodes.Status400BadRequest);

    /// <summary>
    /// For older clients, and whoever says nothing: 200 for every request that could be read, as proxies between may not know GraphQL.
    /// </summary>
    public static ResponseFormat Json { get; } = new("application/json", StatusCodes.Status200OK);

    public string MediaType { get; }

    public string ContentType { get; }

    /// <summary>The format that a client wants; null where it allows none. Of formats wanted alike JSON wins, unless the newer one is named.</summary>
    public static ResponseFormat? Choose(MediaRanges ranges)
    {
        var (response, json) = (ranges.GetPreference(GraphQLResponse.MediaType), ranges.GetPreference(Json.MediaType));
        if (!response.IsAllowed && !json.IsAllowed)
            return null;
        return response.Quality > json.Quality || (response.Quality == json.Quality && response.IsAllowedByName) ? GraphQLResponse : Json;
    }

    /// <summary>The HTTP status of a result.</summary>
    public int GetStatusCode(OperationResult result) => result.Kind switch
    {
        OperationResultKind.Executed => StatusCodes.Status200OK,
        OperationResultKind.NotAllowed => StatusCodes.Status405MethodNotAllowed,
        _ => _requestErrorStatus,
    };
}
