using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>The answer to an HTTP request that no operation is executed for.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The error's <c>extensions.code</c>.</param>
/// <param name="Message">What is wrong and what to do; never more of the request than a name.</param>
internal sealed record Rejection(int Status, string Code, string Message)
{
    private const string MethodNotAllowedCode = "METHOD_NOT_ALLOWED";
    private const string LimitExceededCode = ErrorCodes.LimitExceeded;

    /// <summary>The methods for the header <c>Allow</c>; null where the method is not what is wrong.</summary>
    public string? Allow { get; private init; }

    /// <summary>Whether the rest of the request is not worth reading, so that the connection must end.</summary>
    public bool ClosesConnection { get; private init; }

    public static Rejection BadRequest(string message) => new(StatusCodes.Status400BadRequest, "REQUEST_INVALID", message);

    public static Rejection NotFound(string message) => new(StatusCodes.Status404NotFound, "NOT_FOUND", message);

    public static Rejection MethodNotAllowed(string method, string allow) =>
        new(StatusCodes.Status405MethodNotAllowed, MethodNotAllowedCode, $"This address does not answer {method}; use one of {allow}.") { Allow = allow };

    public static Rejection BatchTooLarge(int limit) =>
        new(StatusCodes.Status400BadRequest, LimitExceededCode, $"A batch may have {limit} requests; send the rest in another.");

    public static Rejection OriginNotAllowed() =>
        new(StatusCodes.Status403Forbidden, "ORIGIN_NOT_ALLOWED", "Pages of this origin may not open a WebSocket here.");

    public static Rejection StreamConflict(string message) => new(StatusCodes.Status409Conflict, "STREAM_CONFLICT", message);

    public static Rejection TooManyOperations(int limit) =>
        new(StatusCodes.Status429TooManyRequests, LimitExceededCode, $"A connection may have {limit} operations under way; end one first.");

    public static Rejection TooManyStreams() =>
        new(StatusCodes.Status503ServiceUnavailable, "TOO_MANY_STREAMS", "No more event streams can be reserved for now; ask again later.");

    public static Rejection GetDisabled(string allow) =>
        new(StatusCodes.Status405MethodNotAllowed, MethodNotAllowedCode, "Operations by GET are switched off; send the request by POST.") { Allow = allow };

    public static Rejection PreflightMissing() =>
        new(
            StatusCodes.Status400BadRequest,
            "PREFLIGHT_REQUIRED",
            $"An operation by GET needs the header {PreflightHeader.Name}: 1 here, which no page of another site can send unasked; or send it by POST.");

    public static Rejection NotAcceptable() =>
        new(
            StatusCodes.Status406NotAcceptable,
            "NOT_ACCEPTABLE",
            $"The Accept header allows no media type this server can answer in; accept {ResponseFormat.GraphQLResponse.MediaType} or {ResponseFormat.Json.MediaType}, and for a subscription text/event-stream.");

    public static Rejection BodyTooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "REQUEST_TOO_LARGE", $"The request body is larger than {limit} bytes; send a smaller document or fewer variables.")
        {
            ClosesConnection = true,
        };

    public static Rejection UnsupportedMediaType(string message) => new(StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", message);

    public static Rejection BodyUnreadable(int status) =>
        new(status, "REQUEST_INVALID", "The request body did not arrive as its headers announced it; send it again.") { ClosesConnection = true };

    public static Rejection InternalError() =>
        new(StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "The server failed to answer this request; the reason is in its log.");
}

/// <summary>Ends the handling of a request with a <see cref="Http.Rejection"/>.</summary>
internal sealed class RejectedException(Rejection rejection) : Exception(rejection.Message)
{
    public Rejection Rejection { get; } = rejection;
}
