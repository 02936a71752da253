using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Takes the first choice, and what it falls back to, all within the time that one load may take.</summary>
internal sealed class RouteRunner(IOptions<UpstreamOptions> options, TimeProvider time)
{
    /// <summary>The first answer of the routes in their order, else the first failure.</summary>
    public async Task<RouteAnswer<TAnswer>> RunAsync<TAsk, TAnswer>(IReadOnlyList<Route<TAsk, TAnswer>> routes, TAsk ask, CancellationToken ct)
        where TAnswer : class
    {
        var started = time.GetTimestamp();
        var first = await routes[0].LoadAsync(ask, ct).ConfigureAwait(false);
        return await FallBackAsync(started, first, routes.Skip(1), ask, ct).ConfigureAwait(false);
    }

    /// <summary>The same, where the first choice was taken already.</summary>
    /// <param name="started">When the first choice was taken, by <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="first">What it gave.</param>
    /// <param name="others">What is fallen back to, in order.</param>
    /// <param name="ask">What is asked.</param>
    /// <param name="ct">The last waiter's leaving.</param>
    public async Task<RouteAnswer<TAnswer>> FallBackAsync<TAsk, TAnswer>(
        long started, RouteAnswer<TAnswer> first, IEnumerable<Route<TAsk, TAnswer>> others, TAsk ask, CancellationToken ct)
        where TAnswer : class
    {
        var last = first;
        foreach (var route in others)
        {
            var left = options.Value.Timeout - time.GetElapsedTime(started);
            if (last.Failure is null || !last.AnotherMayHelp || left <= TimeSpan.Zero)
                break;

            using var deadline = new CancellationTokenSource(left, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
            try
            {
                last = await route.LoadAsync(ask, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                break;
            }
        }

        return last.Failure is null ? last : first;
    }
}
