using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>Rejects a request before the engine reads it.</summary>
/// <param name="status">The HTTP status; null for the status of a result without data, which depends on the media type.</param>
/// <param name="code">The error's code.</param>
/// <param name="message">What is wrong and what to do. It must not repeat any part of the request except names.</param>
internal sealed class RequestRejectedException(int? status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status; null for the status of a result without data.</summary>
    public int? Status => status;

    /// <summary>The error's code.</summary>
    public string Code => code;

    /// <summary>Whether the remaining request is not read, so that the connection must be closed.</summary>
    public bool ClosesConnection { get; init; }

    public static RequestRejectedException Invalid(string message, int status = StatusCodes.Status400BadRequest) => new(status, EngineErrorCodes.HttpRequestInvalid, message);

    public static RequestRejectedException IncompleteBody(int status) =>
        new(status, EngineErrorCodes.HttpRequestInvalid, "The request body does not match its headers, or did not arrive in time. Send it again.") { ClosesConnection = true };

    public static RequestRejectedException TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, EngineErrorCodes.RequestTooLarge, $"The request body is larger than {limit} bytes. Send a smaller document or fewer variables.")
        {
            ClosesConnection = true,
        };

    /// <summary>Writes the response that reports the rejection.</summary>
    /// <param name="context">The request.</param>
    public Task WriteAsync(HttpContext context)
    {
        if (ClosesConnection && HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        return ErrorResponse.WriteAsync(context, Status ?? ErrorResponse.GetStatusWithoutData(context.Request), Code, Message);
    }
}
