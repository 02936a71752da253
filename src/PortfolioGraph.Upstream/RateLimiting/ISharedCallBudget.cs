using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream.RateLimiting;

/// <summary>
/// The account's call budget, held outside this process because several replicas share the account. It decides when this replica may send one call. Which caller sends the call is
/// decided by the replica's own queue. Every method returns null if the budget cannot be reached; it never throws, and it never waits for a turn.
/// </summary>
internal interface ISharedCallBudget
{
    /// <summary>Whether the last attempt to reach the budget succeeded.</summary>
    bool IsAvailable { get; }

    /// <summary>What this replica may use without the budget, from now on.</summary>
    FallbackShare Fallback { get; }

    /// <summary>Names the limit, which must be equal in all replicas. Called once, before any other method.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="onContact">Called after each change of <see cref="IsAvailable"/>, and regularly while the budget is available. It must not throw.</param>
    /// <param name="onChange">Called when another replica changed the budget: true if a pause began or ended, false if a slot may be free. It must not throw.</param>
    void Start(SharedLimit limit, Action onContact, Action<bool> onChange);

    /// <summary>Reads the state.</summary>
    /// <param name="fallback">
    /// How long this replica has used its fallback share. Null if it has not. If no other replica has used the budget meanwhile, others may use their fallback shares too. Then the budget
    /// waits for them to come back, and grants nothing until then.
    /// </param>
    Task<SharedBudgetState?> JoinAsync(TimeSpan? fallback);

    /// <summary>Acquires the right to send one call if it is this replica's turn and the account allows a call. Otherwise the replica waits for its turn from now on.</summary>
    /// <param name="isInteractive">Whether an interactive caller waits.</param>
    Task<SharedBudgetState?> AcquireAsync(bool isInteractive);

    /// <summary>Gives up the turn, because no caller waits any more.</summary>
    Task<SharedBudgetState?> WithdrawAsync();

    /// <summary>Reports that a call was sent now. The interval to the next call of any replica starts.</summary>
    /// <param name="slot">The slot of the call. Null if the call was allowed by the fallback share.</param>
    Task<SharedBudgetState?> ReportSentAsync(SharedSlot? slot);

    /// <summary>Returns a slot whose call will not be sent, or gives up the role of the probe.</summary>
    Task<SharedBudgetState?> ReturnAsync(SharedSlot slot);

    /// <summary>Announces a wait to all replicas, as <see cref="AnnouncedWait.Announce"/> does within a replica.</summary>
    /// <param name="duration">The new wait.</param>
    /// <param name="isStated">Whether the upstream stated the duration.</param>
    /// <param name="slot">The slot of the rejected call. Null if unknown.</param>
    Task<SharedBudgetState?> AnnounceAsync(TimeSpan duration, bool isStated, SharedSlot? slot);

    /// <summary>Ends the announced wait if the accepted call is its probe.</summary>
    Task<SharedBudgetState?> AcceptAsync(SharedSlot slot);
}

/// <summary>The account's limit.</summary>
/// <param name="Interval">The time between two calls. Zero if there is no limit; then slots are needed during announced waits only.</param>
/// <param name="Burst"><see cref="UpstreamOptions.Burst"/>.</param>
/// <param name="MaxPause"><see cref="UpstreamOptions.MaxRetryAfter"/>.</param>
internal sealed record SharedLimit(TimeSpan Interval, int Burst, TimeSpan MaxPause);

/// <summary>What a replica may use while the budget cannot be reached.</summary>
/// <param name="Share">The share of the limit, above 0 and at most 1.</param>
/// <param name="NextTurn">
/// When the replica's next turn begins. A turn is an interval of the account, and the turns of all replicas follow one another, so that their calls do not coincide. Null if the
/// other replicas are not known.
/// </param>
internal readonly record struct FallbackShare(double Share, TimeSpan? NextTurn);

/// <summary>The right of this replica to send one call. It counts against the burst of all replicas until the call is reported as sent.</summary>
/// <param name="id">The name of the slot.</param>
/// <param name="isProbe">Whether the call is the probe of the announced wait.</param>
internal sealed class SharedSlot(string id, bool isProbe)
{
    private long _validUntil;

    public string Id { get; } = id;

    public bool IsProbe { get; } = isProbe;

    /// <summary>Whether the call was reported as sent, or the slot returned. Used under the rate limiter's lock only.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Whether the call is the probe and has not ended yet. Used under the rate limiter's lock only.</summary>
    public bool IsProbing { get; set; } = isProbe;

    /// <summary>Until when the call may be sent, a timestamp. The other replicas no longer wait for the call then.</summary>
    public long ValidUntil
    {
        get => Volatile.Read(ref _validUntil);
        set => Volatile.Write(ref _validUntil, value);
    }
}

/// <summary>The state of the shared budget for one replica, as of the execution of a command.</summary>
/// <param name="Order">Increases with each command of this replica. A state with a lower order than another one is older.</param>
/// <param name="Slot">The acquired slot. Null if none was requested or the account does not allow a call yet.</param>
/// <param name="AskAfter">When to request a slot again. Null if the replica does not wait for its turn.</param>
/// <param name="Due">When the account allows the next call, if the calls in flight are sent now.</param>
/// <param name="OthersWaiting">How many other replicas wait for their turn.</param>
/// <param name="WaitEnd">The rest of the announced wait. Zero if there is none.</param>
/// <param name="NoCallsFor">For how long no call is allowed because of the announced wait.</param>
/// <param name="Created">When the state was created, in any unit. It changes if the budget lost its state.</param>
/// <param name="StartsAfter">For how long replicas must use their fallback shares, until the budget can be used again.</param>
internal sealed record SharedBudgetState(
    long Order, SharedSlot? Slot, TimeSpan? AskAfter, TimeSpan Due, int OthersWaiting, TimeSpan WaitEnd, TimeSpan NoCallsFor, long Created, TimeSpan StartsAfter);
