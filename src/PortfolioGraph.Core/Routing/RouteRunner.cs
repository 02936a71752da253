using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Takes the first choice, and what it falls back to, all within the time that one load may take.</summary>
internal sealed class RouteRunner(ObservedCapabilities knowledge, IOptions<UpstreamOptions> options, TimeProvider time)
{
    /// <summary>The first answer of the routes in their order, else the first failure.</summary>
    public Task<RouteResult<TAnswer>> RunAsync<TAsk, TAnswer>(IReadOnlyList<Route<TAsk, TAnswer>> routes, TAsk request, UpstreamCallOptions callOptions, CancellationToken ct)
        where TAnswer : class => RunAsync(routes, HoldingFacets.None, request, StartLoad(), callOptions, ct);

    /// <summary>The first answer of the routes as <see cref="RouteSelector"/> orders them, else the first failure. An answer that lacks something that is wanted says why.</summary>
    /// <param name="routes">The table's routes.</param>
    /// <param name="wanted">What the answer is to have.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="state">What went wrong before.</param>
    /// <param name="callOptions">How the upstream calls are made.</param>
    /// <param name="ct">Cancelled when no waiter remains.</param>
    public async Task<RouteResult<TAnswer>> RunAsync<TAsk, TAnswer>(
        IReadOnlyList<Route<TAsk, TAnswer>> routes, HoldingFacets wanted, TAsk request, FallbackState state, UpstreamCallOptions callOptions, CancellationToken ct)
        where TAnswer : class
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

    /// <summary>No trouble yet; the time of the load begins.</summary>
    public FallbackState StartLoad() => new(time.GetTimestamp());

    /// <summary>Takes one route: at once where nothing went wrong yet, else warily and within the time that is left.</summary>
    /// <param name="route">The route.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="state">What went wrong before.</param>
    /// <param name="callOptions">How the upstream calls are made.</param>
    /// <param name="ct">Cancelled when no waiter remains.</param>
    public async Task<RouteResult<TAnswer>> ExecuteAsync<TAsk, TAnswer>(Route<TAsk, TAnswer> route, TAsk request, FallbackState state, UpstreamCallOptions callOptions, CancellationToken ct)
        where TAnswer : class
    {
        if (state.FirstFailure is null)
            return WithFacets(route, await route.LoadAsync(request, callOptions, ct).ConfigureAwait(false));

        var left = options.Value.Timeout - time.GetElapsedTime(state.StartedAt);
        if (left <= TimeSpan.Zero)
            return new RouteFailure(state.FirstFailure, false);

        using var deadline = new CancellationTokenSource(left, time);
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

    private RouteResult<TAnswer> WithFacets<TAsk, TAnswer>(Route<TAsk, TAnswer> route, RouteResult<TAnswer> result)
        where TAnswer : class => result.Value is null ? result : result with { Facets = (route.Facets & ~result.MissingFacets) | knowledge.ObservedFacets(route) };
}
