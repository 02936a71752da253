using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Takes the first choice, and what it falls back to, all within the time that one load may take.</summary>
internal sealed class RouteRunner(EndpointKnowledge knowledge, IOptions<UpstreamOptions> options, TimeProvider time)
{
    /// <summary>The first answer of the routes in their order, else the first failure.</summary>
    public Task<RouteAnswer<TAnswer>> RunAsync<TAsk, TAnswer>(IReadOnlyList<Route<TAsk, TAnswer>> routes, TAsk ask, CancellationToken ct)
        where TAnswer : class => RunAsync(routes, HoldingFacets.None, ask, BeginTrouble(), ct);

    /// <summary>The first answer of the routes as <see cref="RoutePlan"/> orders them, else the first failure. An answer that lacks something that is wanted says why.</summary>
    /// <param name="routes">The table's routes.</param>
    /// <param name="wanted">What the answer is to have.</param>
    /// <param name="ask">What is asked.</param>
    /// <param name="trouble">What went wrong before.</param>
    /// <param name="ct">The last waiter's leaving.</param>
    public async Task<RouteAnswer<TAnswer>> RunAsync<TAsk, TAnswer>(
        IReadOnlyList<Route<TAsk, TAnswer>> routes, HoldingFacets wanted, TAsk ask, Trouble trouble, CancellationToken ct)
        where TAnswer : class
    {
        while (RoutePlan.Next(routes, wanted, trouble.Broken) is { } route)
        {
            var answer = await TakeAsync(route, ask, trouble, ct).ConfigureAwait(false);
            if (answer.Value is not null)
                return (wanted & ~answer.Has) == HoldingFacets.None ? answer with { Failure = null } : answer with { Failure = answer.Failure ?? trouble.First };

            trouble = trouble.After(route.Endpoints, answer.Failure!);
            if (!answer.AnotherMayHelp)
                break;
        }

        return new RouteFailure(trouble.First!, false);
    }

    /// <summary>No trouble yet; the time of the load begins.</summary>
    public Trouble BeginTrouble() => new(time.GetTimestamp());

    /// <summary>Takes one route: at once where nothing went wrong yet, else warily and within the time that is left.</summary>
    /// <param name="route">The route.</param>
    /// <param name="ask">What is asked.</param>
    /// <param name="trouble">What went wrong before.</param>
    /// <param name="ct">The last waiter's leaving.</param>
    public async Task<RouteAnswer<TAnswer>> TakeAsync<TAsk, TAnswer>(Route<TAsk, TAnswer> route, TAsk ask, Trouble trouble, CancellationToken ct)
        where TAnswer : class
    {
        if (trouble.First is null)
            return Told(route, await route.LoadAsync(ask, ct).ConfigureAwait(false));

        var left = options.Value.Timeout - time.GetElapsedTime(trouble.Started);
        if (left <= TimeSpan.Zero)
            return new RouteFailure(trouble.First, false);

        using var deadline = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            return Told(route, await route.LoadWarilyAsync(ask, either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new RouteFailure(trouble.First, false);
        }
    }

    private RouteAnswer<TAnswer> Told<TAsk, TAnswer>(Route<TAsk, TAnswer> route, RouteAnswer<TAnswer> answer)
        where TAnswer : class => answer.Value is null ? answer : answer with { Has = (route.Covers & ~answer.Lacks) | knowledge.ShownBy(route) };
}
