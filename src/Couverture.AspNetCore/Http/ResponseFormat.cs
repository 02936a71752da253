using Couverture.Execution;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>A media type for results, and its HTTP statuses (GraphQL over HTTP, section 6.4).</summary>
internal sealed class ResponseFormat
{
    private readonly int _requestErrorStatus;

    private ResponseFormat(string mediaType, int requestErrorStatus)
    {
        MediaType = mediaType;
        ContentType = mediaType + "; charset=utf-8";
        _requestErrorStatus = requestErrorStatus;
    }

    /// <summary>The format whose status reports the outcome of the operation.</summary>
    public static ResponseFormat GraphQLResponse { get; } = new("application/graphql-response+json", StatusCodes.Status400BadRequest);

    /// <summary>
    /// The format for older clients and clients without preference. The status is 200 for every well-formed request, because intermediaries may not
    /// understand GraphQL.
    /// </summary>
    public static ResponseFormat Json { get; } = new("application/json", StatusCodes.Status200OK);

    /// <summary>One JSON text per line, for the results of batches. The status is 200 for every well-formed request.</summary>
    private static ResponseFormat JsonLines { get; } = new("application/jsonl", StatusCodes.Status200OK);

    /// <summary>The same as <see cref="JsonLines"/>, under the name of the proposal.</summary>
    private static ResponseFormat GraphQLResponseLines { get; } = new("application/graphql-response+jsonl", StatusCodes.Status200OK);

    public string MediaType { get; }

    public string ContentType { get; }

    /// <summary>
    /// Returns the format that a client prefers; null if it accepts neither. At equal quality <see cref="Json"/> wins, unless the client names
    /// <see cref="GraphQLResponse"/>.
    /// </summary>
    public static ResponseFormat? Choose(MediaRanges ranges)
    {
        var (response, json) = (ranges.GetPreference(GraphQLResponse.MediaType), ranges.GetPreference(Json.MediaType));
        if (!response.IsAllowed && !json.IsAllowed)
            return null;
        return response.Quality > json.Quality || (response.Quality == json.Quality && response.IsAllowedByName) ? GraphQLResponse : Json;
    }

    /// <summary>Returns the format for a list of results; null if the client accepts none. <see cref="Json"/> wins if it is accepted at all, because the other media type is defined for one result.</summary>
    public static ResponseFormat? ChooseList(MediaRanges ranges) => ranges.GetPreference(Json.MediaType).IsAllowed ? Json
        : ranges.GetPreference(GraphQLResponse.MediaType).IsAllowed ? GraphQLResponse
        : null;

    /// <summary>Returns the format for one result per line, and its quality; null if the client names none.</summary>
    public static (ResponseFormat? Format, double Quality) ChooseLines(MediaRanges ranges)
    {
        var (response, lines) = (ranges.GetPreference(GraphQLResponseLines.MediaType), ranges.GetPreference(JsonLines.MediaType));
        return lines.IsAllowedByName && (!response.IsAllowedByName || lines.Quality >= response.Quality) ? (JsonLines, lines.Quality)
            : response.IsAllowedByName ? (GraphQLResponseLines, response.Quality)
            : (null, 0);
    }

    /// <summary>Returns the HTTP status of a result.</summary>
    public int GetStatusCode(OperationResult result) => result.Kind switch
    {
        OperationResultKind.Executed => StatusCodes.Status200OK,
        OperationResultKind.NotAllowed => StatusCodes.Status405MethodNotAllowed,
        _ => _requestErrorStatus,
    };
}
