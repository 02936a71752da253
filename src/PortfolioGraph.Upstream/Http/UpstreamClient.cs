using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.Resilience;
using PortfolioGraph.Upstream.Telemetry;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.Http;

/// <summary>Makes the calls of one API version: HTTP within the resilience pipeline, with failures as values.</summary>
internal sealed class UpstreamClient(
    string name,
    IHttpClientFactory clients,
    ResiliencePipeline<AttemptOutcome> pipeline,
    UpstreamOptions options,
    IUpstreamRateLimiter limiter,
    HostReachability reachability,
    ApiKeyStatus keyStatus,
    TimeProvider time,
    UpstreamMetrics metrics,
    ILogger logger)
{
    // Shorter keys are placeholders of a development machine ("test") that may occur in any token's name.
    private const int MinKeyLengthToDetect = 16;
    private const int MaxRequestIdLength = 100;

    private readonly Uri _base = new(options.BaseUrl.TrimEnd('/') + "/");
    private readonly AuthenticationHeaderValue? _authorization = string.IsNullOrEmpty(options.ApiKey) ? null : new("Bearer", options.ApiKey);
    private readonly byte[]? _key = options.ApiKey?.Length >= MinKeyLengthToDetect ? Encoding.ASCII.GetBytes(options.ApiKey) : null;

    /// <summary>Calls an endpoint.</summary>
    /// <param name="path">The version and endpoint, such as <c>v4/general/current_value</c>.</param>
    /// <param name="reader">The reader of the response body.</param>
    /// <param name="query">The query string.</param>
    /// <param name="callOptions">The permit to use.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public async Task<UpstreamResult<T>> GetAsync<T>(string path, ResponseReader<T> reader, RequestQuery query, UpstreamCallOptions callOptions, CancellationToken ct)
    {
        using var activity = PortfolioTelemetry.ActivitySource.StartActivity("upstream call", ActivityKind.Client);
        var result = await ExecuteAsync(path, reader, query, callOptions, ct).ConfigureAwait(false);
        activity?.SetTag("endpoint", path).SetTag("attempts", result.Calls);
        if (result.Failure is { } failure)
            activity?.SetStatus(ActivityStatusCode.Error, failure.Kind.ToString());
        return result;
    }

    private async Task<UpstreamResult<T>> ExecuteAsync<T>(string path, ResponseReader<T> reader, RequestQuery query, UpstreamCallOptions callOptions, CancellationToken ct)
    {
        var call = new Call<T>(path, reader, query, reachability.IsUnreachable, time, options.Timeout, callOptions.Permit);
        if (call.TimeLeft <= TimeSpan.Zero)
            return UpstreamResult.Failed<T>(limiter.CreateExhaustedFailure(), 0);

        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, ct);
        call.AttachTo(context);

        try
        {
            var outcome = await pipeline.ExecuteAsync(
                static (attempt, state) => state.Client.AttemptAsync(state.Call, attempt.CancellationToken),
                context,
                (Client: this, Call: call)).ConfigureAwait(false);

            return outcome.Failure is { } failure
                ? UpstreamResult.Failed<T>(failure, call.Calls)
                : UpstreamResult.Succeeded(call.Response!, call.Calls);
        }
        catch (TimeoutRejectedException)
        {
            return UpstreamResult.Failed<T>(call.LastFailure ?? limiter.CreateExhaustedFailure(), call.Calls);
        }
        catch (BrokenCircuitException exception)
        {
            return UpstreamResult.Failed<T>(new UpstreamFailure(UpstreamFailureKind.Unavailable, call.LastFailure?.Status, exception.RetryAfter), call.Calls);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<AttemptOutcome> AttemptAsync<T>(Call<T> call, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        var response = default(HttpResponseMessage);
        var cause = default(Exception);
        var outcome = default(AttemptOutcome?);

        call.Calls++;
        call.LastFailure = new UpstreamFailure(UpstreamFailureKind.Timeout);

        var sendTracker = SendTracker.Begin(call.Permit);
        try
        {
            using var client = clients.CreateClient(name);
            using var request = CreateRequest(call);
            var sending = client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            sendTracker?.SendStarted();
            response = await sending.ConfigureAwait(false);
            reachability.MarkReachable();
            outcome = await ClassifyAsync(call, response, ct).ConfigureAwait(false);
        }
        catch (HttpIOException exception) when (response is not null && exception.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            (outcome, cause) = (AttemptOutcome.Corrupted((int)response.StatusCode), exception);
        }
        catch (InvalidDataException exception) when (response is not null)
        {
            (outcome, cause) = (AttemptOutcome.Corrupted((int)response.StatusCode), exception);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            reachability.MarkUnreachable();
            (outcome, cause) = (AttemptOutcome.Unreachable(call.StartedUnreachable), exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            (outcome, cause) = (AttemptOutcome.Unavailable(null, null), exception);
        }
        finally
        {
            metrics.CallEnded(call.Path, outcome?.Failure?.Kind, isCancelled: outcome is null);
            Log(call, outcome, response, cause, time.GetElapsedTime(start));
            response?.Dispose();
        }

        call.LastFailure = outcome.Value.Failure;
        return outcome.Value;
    }

    private HttpRequestMessage CreateRequest<T>(Call<T> call)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_base, call.Path + call.Query.Text));
        request.Headers.Authorization = _authorization;
        return request;
    }

    private async Task<AttemptOutcome> ClassifyAsync<T>(Call<T> call, HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var retryAfter = RetryAfterHeader.Read(response, time.GetUtcNow());
        // A 5xx may come from a part of the upstream that does not count calls.
        if (response.StatusCode is not HttpStatusCode.TooManyRequests and < HttpStatusCode.InternalServerError)
            call.Permit?.Accept();

        switch (response.StatusCode)
        {
            case >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices:
                return await ReadAsync(call, response, ct).ConfigureAwait(false);

            case HttpStatusCode.TooManyRequests:
                return AttemptOutcome.RateLimited(status, limiter.Pause(call.Permit, retryAfter));

            case HttpStatusCode.Unauthorized:
                keyStatus.Reject();
                return AttemptOutcome.Unauthorized(status);

            case HttpStatusCode.Forbidden:
                return await ReadForbiddenAsync(call, response, ct).ConfigureAwait(false);

            case >= HttpStatusCode.InternalServerError:
                return AttemptOutcome.Unavailable(status, retryAfter);

            default:
                return AttemptOutcome.Rejected(status);
        }
    }

    // A 403 about the key does not change the key's status, because the key may only lack access to one address or endpoint.
    private async Task<AttemptOutcome> ReadForbiddenAsync<T>(Call<T> call, HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var forbidden = await ForbiddenResponse.ReadAsync(response.Content, _key, time, ct).ConfigureAwait(false);
        if (forbidden.IsAboutKey)
            return AttemptOutcome.Unauthorized(status);
        if (forbidden.Denial is not { } reason || call.Reader is not IDenialReader<T> denialReader)
            return AttemptOutcome.Forbidden(status);

        call.Response = new UpstreamResponse<T>(denialReader.CreateDenial(reason), time.GetUtcNow(), false);
        return AttemptOutcome.Succeeded;
    }

    private async Task<AttemptOutcome> ReadAsync<T>(Call<T> call, HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        using var body = await ResponseBody.ReadAsync(response.Content, options.MaxResponseBytes, ct).ConfigureAwait(false);

        // If the upstream echoed the key in its data, this server would pass it on to clients.
        if (body is null || (_key is not null && body.Bytes.IndexOf(_key) >= 0))
            return AttemptOutcome.UnexpectedShape(status);

        switch (call.Reader.TryRead(body.Bytes, out var parsed))
        {
            case ParseStatus.Valid:
                keyStatus.Accept();
                var now = time.GetUtcNow();
                call.Response = new UpstreamResponse<T>(parsed.Result, parsed.CachedAt < now ? parsed.CachedAt.Value : now, parsed.CachedAt is not null);
                return AttemptOutcome.Succeeded;

            case ParseStatus.Corrupted:
                return AttemptOutcome.Corrupted(status);

            default:
                return AttemptOutcome.UnexpectedShape(status);
        }
    }

    private void Log<T>(Call<T> call, AttemptOutcome? outcome, HttpResponseMessage? response, Exception? cause, TimeSpan duration)
    {
        var milliseconds = (long)duration.TotalMilliseconds;
        var status = (int?)response?.StatusCode;
        var requestId = RequestIdOf(response);

        if (outcome is not { } ended)
            logger.Cancelled(call.Path, status, milliseconds, call.Query.Addresses, requestId);
        else if (ended.Failure is { } failure)
            logger.Failed(call.Path, failure.Kind, status, milliseconds, call.Query.Addresses, requestId, CauseOf(cause));
        else
            logger.Succeeded(call.Path, status, milliseconds, call.Query.Addresses, requestId);
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
        var isKey = !string.IsNullOrEmpty(options.ApiKey) && id.Contains(options.ApiKey, StringComparison.OrdinalIgnoreCase);
        return isSafe && !isKey ? id : "(withheld)";
    }

    private sealed class Call<T>(string path, ResponseReader<T> reader, RequestQuery query, bool startedUnreachable, TimeProvider time, TimeSpan timeout, CallPermit? acquiredPermit)
        : UpstreamCallState(time, timeout, acquiredPermit)
    {
        public string Path => path;

        public bool StartedUnreachable => startedUnreachable;

        public ResponseReader<T> Reader => reader;

        public RequestQuery Query => query;

        public UpstreamResponse<T>? Response { get; set; }
    }
}
