using Microsoft.Extensions.Logging;
using PortfolioGraph.Upstream.Resilience;

namespace PortfolioGraph.Upstream.Http;

/// <summary>Logs one line for each attempt.</summary>
/// <param name="logger">The logger of the API version.</param>
/// <param name="apiKey">The API key, which no line may contain. Null or empty if there is none.</param>
internal sealed class AttemptLog(ILogger logger, string? apiKey)
{
    private const int MaxRequestIdLength = 100;

    /// <summary>Logs an attempt that has ended.</summary>
    /// <param name="path">The version and endpoint.</param>
    /// <param name="addresses">The number of addresses of the request.</param>
    /// <param name="outcome">The outcome. Null if the attempt was cancelled.</param>
    /// <param name="response">The response. Null if none arrived.</param>
    /// <param name="cause">The exception that ended the attempt. Null if there was none.</param>
    /// <param name="duration">The duration of the attempt.</param>
    public void Write(string path, int addresses, AttemptOutcome? outcome, HttpResponseMessage? response, Exception? cause, TimeSpan duration)
    {
        var isSuccess = outcome is { Failure: null };
        if (!logger.IsEnabled(isSuccess ? LogLevel.Debug : LogLevel.Warning))
            return;

        var milliseconds = (long)duration.TotalMilliseconds;
        var status = (int?)response?.StatusCode;
        var requestId = RequestIdOf(response);

        if (isSuccess)
            logger.Succeeded(path, status, milliseconds, addresses, requestId);
        else if (outcome?.Failure is { } failure)
            logger.Failed(path, failure.Kind, status, milliseconds, addresses, requestId, CauseOf(cause));
        else
            logger.Cancelled(path, status, milliseconds, addresses, requestId);
    }

    // Only names of error codes and types, because an exception's message may contain the host or text of the upstream.
    private static string CauseOf(Exception? cause) => cause switch
    {
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } exception => exception.HttpRequestError.ToString(),
        HttpIOException { HttpRequestError: not HttpRequestError.Unknown } exception => exception.HttpRequestError.ToString(),
        not null => cause.GetType().Name,
        null => "response",
    };

    private string? RequestIdOf(HttpResponseMessage? response)
    {
        if (response is null || !response.Headers.NonValidated.TryGetValues("X-Request-Id", out var values))
            return null;

        // The upstream controls this value, so it must contain neither characters that could forge a log line nor the API key.
        var id = values.ToString();
        var isSafe = id.Length <= MaxRequestIdLength && id.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or ':');
        var isKey = !string.IsNullOrEmpty(apiKey) && id.Contains(apiKey, StringComparison.OrdinalIgnoreCase);
        return isSafe && !isKey ? id : "(withheld)";
    }
}
