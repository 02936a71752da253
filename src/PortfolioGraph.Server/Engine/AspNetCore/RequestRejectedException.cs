using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Engine;

/// <summary>Ends the reading of a request that is refused before the engine sees it.</summary>
/// <param name="status">The HTTP status; null for that of a result without data, which depends on the media type.</param>
/// <param name="code">The error's code.</param>
/// <param name="message">What is wrong and what to do; never more of the request than a name.</param>
internal sealed class RequestRejectedException(int? status, string code, string message) : Exception(message)
{
    /// <summary>The HTTP status; null for that of a result without data.</summary>
    public int? Status => status;

    /// <summary>The error's code.</summary>
    public string Code => code;

    /// <summary>Whether the rest of the request is not worth reading, so that the connection must end.</summary>
    public bool ClosesConnection { get; init; }

    public static RequestRejectedException Invalid(string message, int status = StatusCodes.Status400BadRequest) => new(status, GraphErrorCodes.RequestInvalid, message);

    public static RequestRejectedException Unread(int status) =>
        new(status, GraphErrorCodes.RequestInvalid, "The request body did not arrive as its headers announced it; send it again.") { ClosesConnection = true };

    public static RequestRejectedException TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, EngineCodes.TooLarge, $"The request body is larger than {limit} bytes; send a smaller document or fewer variables.")
        {
            ClosesConnection = true,
        };
}
