using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>The error response to an HTTP request that executes no operation.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The error's <c>extensions.code</c>, one of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong and what to do; repeats nothing of the request but names.</param>
internal sealed record Rejection(int Status, string Code, string Message)
{
    /// <summary>The methods for the header <c>Allow</c>; null unless the method is the error.</summary>
    public string? Allow { get; private init; }

    /// <summary>Whether the rest of the request is left unread, so that the connection must be closed.</summary>
    public bool ClosesConnection { get; private init; }

    public static Rejection BadRequest(string message) => new(StatusCodes.Status400BadRequest, ErrorCodes.HttpRequestInvalid, message);

    public static Rejection NotFound(string message) => new(StatusCodes.Status404NotFound, ErrorCodes.NotFound, message);

    public static Rejection MethodNotAllowed(string method, string allow) =>
        new(StatusCodes.Status405MethodNotAllowed, ErrorCodes.MethodNotAllowed, $"This address does not support {method}. Use one of {allow}.") { Allow = allow };

    public static Rejection BatchTooLarge(int limit) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.LimitExceeded, $"A batch may have at most {limit} operations (MaxBatchSize). Split it into several batches.");

    public static Rejection OriginNotAllowed() =>
        new(StatusCodes.Status403Forbidden, ErrorCodes.OriginNotAllowed, "Pages of this origin may not open a WebSocket here.");

    public static Rejection StreamConflict(string message) => new(StatusCodes.Status409Conflict, ErrorCodes.StreamConflict, message);

    public static Rejection TooManyOperations(int limit) =>
        new(StatusCodes.Status429TooManyRequests, ErrorCodes.LimitExceeded, $"A connection may have at most {limit} operations in flight. End one first.");

    public static Rejection TooManyStreams() =>
        new(StatusCodes.Status503ServiceUnavailable, ErrorCodes.TooManyStreams, "The limit on reserved event streams is reached. Retry later.");

    public static Rejection GetDisabled(string allow) =>
        new(StatusCodes.Status405MethodNotAllowed, ErrorCodes.MethodNotAllowed, "Operations by GET are disabled. Use POST.") { Allow = allow };

    public static Rejection PreflightMissing() =>
        new(
            StatusCodes.Status400BadRequest,
            ErrorCodes.PreflightRequired,
            $"GET requests must send the header {PreflightHeader.Name}: 1 (CSRF protection). Add it, or use POST.");

    public static Rejection NotAcceptable() =>
        new(
            StatusCodes.Status406NotAcceptable,
            ErrorCodes.NotAcceptable,
            $"The Accept header allows no media type that this server can produce. Accept {ResponseFormat.GraphQLResponse.MediaType} or {ResponseFormat.Json.MediaType}, and text/event-stream for subscriptions; for batches also application/jsonl.");

    public static Rejection BodyTooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, ErrorCodes.RequestTooLarge, $"The request body is larger than {limit} bytes. Send a smaller document or fewer variables.")
        {
            ClosesConnection = true,
        };

    public static Rejection UnsupportedMediaType(string message) => new(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, message);

    public static Rejection BodyUnreadable(int status) =>
        new(status, ErrorCodes.HttpRequestInvalid, "The request body does not match its headers, or did not arrive in time. Send it again.") { ClosesConnection = true };

    public static Rejection InternalError() =>
        new(StatusCodes.Status500InternalServerError, ErrorCodes.Internal, "The server failed to process this request. The server log has the reason.");
}

/// <summary>Ends the handling of a request with a <see cref="Http.Rejection"/>.</summary>
internal sealed class RejectedException(Rejection rejection) : Exception(rejection.Message)
{
    public Rejection Rejection { get; } = rejection;
}
