using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Polly;
using Polly.CircuitBreaker;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.Resilience;
using PortfolioGraph.Upstream.Telemetry;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.Http;

/// <summary>Makes the calls of one API version: HTTP within the resilience pipeline, with failures as values.</summary>
internal sealed class UpstreamClient(
    HttpMessageInvoker network,
    RequestFactory requests,
    UpstreamPipeline pipeline,
    AttemptPermits permits,
    TimeoutPool timeouts,
    UpstreamOptions options,
    IUpstreamRateLimiter limiter,
    HostReachability reachability,
    ApiKeyStatus keyStatus,
    TimeProvider time,
    UpstreamMetrics metrics,
    AttemptLog log)
{
    // Shorter keys are placeholders of a development machine ("test") that may occur in any token's name.
    private const int MinKeyLengthToDetect = 16;

    // Beyond the whole seconds of the header and the time that a response takes.
    private static readonly TimeSpan MinClockDifference = TimeSpan.FromSeconds(30);

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
        using var activity = PortfolioTelemetry.ActivitySource.StartActivity("upstream call");
        var call = new Call<T>(this, path, reader, query, reachability.IsUnreachable, time, options.Timeout, callOptions.Permit);
        var timeLeft = call.TimeLeft;
        UpstreamFailure? failure;
        if (timeLeft <= TimeSpan.Zero)
        {
            failure = limiter.CreateExhaustedFailure();
        }
        else
        {
            using var deadline = timeouts.Start(timeLeft, ct);
            var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, deadline.Token);
            call.AttachTo(context);
            try
            {
                var outcome = await pipeline.AttemptAsync(context, call).ConfigureAwait(false);
                if (outcome.Exception is not null || outcome.Result.Failure is not null)
                    outcome = await pipeline.RetryAsync(context, call, outcome).ConfigureAwait(false);
                failure = FailureOf(call, outcome, deadline, ct);
            }
            finally
            {
                ResilienceContextPool.Shared.Return(context);
            }
        }

        activity?.SetTag("endpoint", path).SetTag("attempts", call.Calls);
        if (failure is null)
            return UpstreamResult.Succeeded(call.Response!, call.Calls);

        activity?.SetStatus(ActivityStatusCode.Error, failure.Kind.ToString());
        return UpstreamResult.Failed<T>(failure, call.Calls);
    }

    private UpstreamFailure? FailureOf(UpstreamCallState call, Outcome<AttemptOutcome> outcome, TimeoutPool.Timeout deadline, CancellationToken ct)
    {
        switch (outcome.Exception)
        {
            // A retry without a permit ends with the failure of the attempt before it, as a retry does that is still queued at the deadline.
            case null when outcome.Result.Failure is { Kind: UpstreamFailureKind.BudgetExhausted } && call.LastFailure is { } last:
                return last;

            case null:
                return outcome.Result.Failure;

            case BrokenCircuitException exception:
                return new UpstreamFailure(UpstreamFailureKind.Unavailable, call.LastFailure?.Status, exception.RetryAfter);

            case OperationCanceledException when deadline.HasElapsed:
                return call.LastFailure ?? limiter.CreateExhaustedFailure();

            // The caller recognizes its own token, not that of the deadline.
            case OperationCanceledException exception when ct.IsCancellationRequested:
                throw new OperationCanceledException(exception.Message, exception, ct);

            default:
                outcome.ThrowIfException();
                throw new UnreachableException();
        }
    }

    // The builder uses the state of ended attempts again, here and below. It requires that each task is awaited once.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Outcome<AttemptOutcome>> AttemptAsync<T>(Call<T> call, CancellationToken ct)
    {
        using var activity = AttemptActivity.Start(call.Path);
        var outcome = default(AttemptOutcome?);
        try
        {
            if (await permits.UseAsync(call, ct).ConfigureAwait(false) is { } failure)
                return Outcome.FromResult((outcome = AttemptOutcome.NoPermit(failure)).Value);

            activity?.RecordPermit(call.Permit!, time);
            using var timeout = timeouts.Start(options.AttemptTimeout, ct);
            try
            {
                return Outcome.FromResult((outcome = await SendAsync(call, timeout).ConfigureAwait(false)).Value);
            }
            catch (OperationCanceledException) when (timeout.HasElapsed)
            {
                return Outcome.FromResult((outcome = AttemptOutcome.TimedOut).Value);
            }
            finally
            {
                call.Permit?.EndAttempt();
            }
        }
        catch (OperationCanceledException cancellation)
        {
            return Outcome.FromException<AttemptOutcome>(cancellation);
        }
        finally
        {
            activity?.RecordOutcome(outcome);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptOutcome> SendAsync<T>(Call<T> call, TimeoutPool.Timeout timeout)
    {
        var ct = timeout.Token;
        var start = time.GetTimestamp();
        var response = default(HttpResponseMessage);
        var cause = default(Exception);
        var outcome = default(AttemptOutcome?);

        call.Calls++;
        call.LastFailure = AttemptOutcome.TimedOut.Failure;

        var sendTracker = SendTracker.Begin(call.Permit);
        try
        {
            using var request = requests.Create(call.Path, call.Query);
            var sending = network.SendAsync(request, ct);
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
            var duration = time.GetElapsedTime(start);
            var isTimedOut = outcome is null && timeout.HasElapsed;
            metrics.CallEnded(call.Path, isTimedOut ? UpstreamFailureKind.Timeout : outcome?.Failure?.Kind, isCancelled: outcome is null && !isTimedOut, duration);
            log.Write(call.Path, call.Query.Addresses, outcome, response, cause, duration);
            response?.Dispose();
        }

        call.LastFailure = outcome.Value.Failure;
        return outcome.Value;
    }

    private ValueTask<AttemptOutcome> ClassifyAsync<T>(Call<T> call, HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        // A 5xx may come from a part of the upstream that does not count calls.
        if (response.StatusCode is not HttpStatusCode.TooManyRequests and < HttpStatusCode.InternalServerError)
            call.Permit?.Accept();

        switch (response.StatusCode)
        {
            case >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices:
                return ReadAsync(call, response, ct);

            case HttpStatusCode.TooManyRequests:
                return new(AttemptOutcome.RateLimited(status, limiter.Pause(call.Permit, RetryAfterHeader.Read(response, time.GetUtcNow()))));

            case HttpStatusCode.Unauthorized:
                keyStatus.Reject();
                return new(AttemptOutcome.Unauthorized(status));

            case HttpStatusCode.Forbidden:
                return ReadForbiddenAsync(call, response, ct);

            case >= HttpStatusCode.InternalServerError:
                return new(AttemptOutcome.Unavailable(status, RetryAfterHeader.Read(response, time.GetUtcNow())));

            default:
                return new(AttemptOutcome.Rejected(status));
        }
    }

    // A 403 about the key does not change the key's status, because the key may only lack access to one address or endpoint.
    private async ValueTask<AttemptOutcome> ReadForbiddenAsync<T>(Call<T> call, HttpResponseMessage response, CancellationToken ct)
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptOutcome> ReadAsync<T>(Call<T> call, HttpResponseMessage response, CancellationToken ct)
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
                var cachedAt = parsed.CachedAt is { } stated ? stated + ClockDifference(response, now) : (DateTimeOffset?)null;
                call.Response = new UpstreamResponse<T>(parsed.Result, cachedAt < now ? cachedAt.Value : now, cachedAt is not null);
                return AttemptOutcome.Succeeded;

            case ParseStatus.Corrupted:
                return AttemptOutcome.Corrupted(status);

            default:
                return AttemptOutcome.UnexpectedShape(status);
        }
    }

    // By how much this machine's clock is ahead of the upstream's. The header has whole seconds and the response takes time, so only a clock that is wrong is corrected.
    private static TimeSpan ClockDifference(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.Date is { } date && (now - date).Duration() > MinClockDifference ? now - date : TimeSpan.Zero;

    private sealed class Call<T>(
        UpstreamClient client, string path, ResponseReader<T> reader, RequestQuery query, bool startedUnreachable, TimeProvider time, TimeSpan timeout, CallPermit? acquiredPermit)
        : UpstreamCallState(time, timeout, acquiredPermit)
    {
        public string Path => path;

        public bool StartedUnreachable => startedUnreachable;

        public ResponseReader<T> Reader => reader;

        public RequestQuery Query => query;

        public UpstreamResponse<T>? Response { get; set; }

        public override ValueTask<Outcome<AttemptOutcome>> AttemptAsync(CancellationToken ct) => client.AttemptAsync(this, ct);
    }
}
