using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Core;

/// <summary>Executes routes in order of preference and falls back to the next one, within the timeout of one load.</summary>
internal sealed class RouteRunner(ObservedCapabilities capabilities, IOptions<UpstreamOptions> options, TimeProvider time)
{
    // Timers may fire some milliseconds early. A fallback in the last milliseconds would use a call of the rate limit, and no response would arrive in time.
    private static readonly TimeSpan MinFallbackTime = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns the first value of the routes in their order, or else the first failure.</summary>
    public Task<RouteResult<TResult>> RunAsync<TRequest, TResult>(IReadOnlyList<Route<TRequest, TResult>> routes, TRequest request, UpstreamCallOptions callOptions, CancellationToken ct)
        where TResult : class => RunAsync(routes, HoldingFacets.None, request, StartLoad(), callOptions, ct);

    /// <summary>Returns the first value of the routes in the order of <see cref="RouteSelector"/>, or else the first failure. A value without all requested facets has a failure too.</summary>
    /// <param name="routes">The table's routes.</param>
    /// <param name="wanted">The requested facets.</param>
    /// <param name="request">The request.</param>
    /// <param name="state">The failures so far.</param>
    /// <param name="callOptions">How the upstream calls are made.</param>
    /// <param name="ct">Cancelled when no waiter remains.</param>
    public async Task<RouteResult<TResult>> RunAsync<TRequest, TResult>(
        IReadOnlyList<Route<TRequest, TResult>> routes, HoldingFacets wanted, TRequest request, FallbackState state, UpstreamCallOptions callOptions, CancellationToken ct)
        where TResult : class
    {
        while (RouteSelector.Select(routes, wanted, state.FailedEndpoints) is { } route)
        {
            var result = await ExecuteAsync(route, request, state, callOptions, ct).ConfigureAwait(false);
            if (result.Value is not null)
                return (wanted & ~result.Facets) == HoldingFacets.None ? result with { Failure = null } : result with { Failure = result.Failure ?? state.FirstFailure };

            state = state.Add(route.Endpoints, result.Failure!);
            if (!result.CanFallBack)
                break;
        }

        return new RouteFailure(state.FirstFailure!, false);
    }

    /// <summary>Starts the clock of a load, without any failures.</summary>
    public FallbackState StartLoad() => new(time.GetTimestamp());

    /// <summary>Executes one route. After a failure, the route makes its calls sequentially and within the remaining time.</summary>
    /// <param name="route">The route.</param>
    /// <param name="request">The request.</param>
    /// <param name="state">The failures so far.</param>
    /// <param name="callOptions">How the upstream calls are made.</param>
    /// <param name="ct">Cancelled when no waiter remains.</param>
    public async Task<RouteResult<TResult>> ExecuteAsync<TRequest, TResult>(Route<TRequest, TResult> route, TRequest request, FallbackState state, UpstreamCallOptions callOptions, CancellationToken ct)
        where TResult : class
    {
        if (state.FirstFailure is null)
            return WithFacets(route, await route.LoadAsync(request, callOptions, ct).ConfigureAwait(false));

        var remaining = options.Value.Timeout - time.GetElapsedTime(state.StartedAt);
        if (remaining < MinFallbackTime)
            return new RouteFailure(state.FirstFailure, false);

        using var deadline = new CancellationTokenSource(remaining, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            return WithFacets(route, await route.LoadSequentiallyAsync(request, callOptions, either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new RouteFailure(state.FirstFailure, false);
        }
    }

    private RouteResult<TResult> WithFacets<TRequest, TResult>(Route<TRequest, TResult> route, RouteResult<TResult> result)
        where TResult : class => result.Value is null ? result : result with { Facets = (route.Facets & ~result.MissingFacets) | capabilities.ObservedFacets(route) };
}
