namespace PortfolioGraph.Upstream;

/// <summary>
/// What the calls of an asynchronous flow are made with: on whose behalf, and a permit that was waited for already. Whoever decides what to ask only when
/// the permit comes waits for it first, and then makes the call within <see cref="BeginScope(CallPermit)"/>.
/// </summary>
public static class UpstreamCallContext
{
    private static readonly AsyncLocal<State?> Current = new();

    /// <summary>On whose behalf this flow's calls are made; <see cref="CallerInfo.Unknown"/> where nobody said.</summary>
    public static CallerInfo Caller => Current.Value?.Caller ?? CallerInfo.Unknown;

    /// <summary>The permit in hand, used or not; null when there is none.</summary>
    internal static CallPermit? Permit => Current.Value?.Permit;

    /// <summary>Makes this flow's calls on somebody's behalf, until the scope is disposed of.</summary>
    /// <param name="caller">On whose.</param>
    public static IDisposable BeginScope(CallerInfo caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Enter(new State(caller, Permit));
    }

    /// <summary>
    /// Takes a granted permit in hand, until the scope is disposed of: the first attempt that leaves uses it, and all others (a retry, the second call
    /// of a route) ask for one of their own. The whole deadline of the calls made here counts from the permit's <see cref="CallPermit.RequestedAt"/>.
    /// The permit stays its owner's to dispose of, which gives it back where no attempt left.
    /// </summary>
    /// <param name="permit">The permit.</param>
    public static IDisposable BeginScope(CallPermit permit)
    {
        ArgumentNullException.ThrowIfNull(permit);
        return Enter(new State(Caller, permit));
    }

    private static Scope Enter(State state)
    {
        var scope = new Scope(Current.Value);
        Current.Value = state;
        return scope;
    }

    private sealed record State(CallerInfo Caller, CallPermit? Permit);

    private sealed class Scope(State? outer) : IDisposable
    {
        public void Dispose() => Current.Value = outer;
    }
}
