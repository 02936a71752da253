using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.RateLimiting;
using StackExchange.Redis;

namespace PortfolioGraph.Redis;

/// <summary>The call budget in Redis. Every command is one script, and so one round trip.</summary>
/// <param name="server">The connection.</param>
/// <param name="options">The settings.</param>
/// <param name="time">The clock of the slots' validity.</param>
internal sealed class RedisCallBudget(RedisServer server, IOptions<RedisOptions> options, TimeProvider time) : ISharedCallBudget
{
    /// <summary>How long a slot is valid after it was acquired or renewed. Each heartbeat renews the slots. As in the scripts.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    // A replica that vanished may still use its fallback share.
    private static readonly TimeSpan ReplicaMemory = TimeSpan.FromSeconds(10);

    private const string ChannelName = "budget";

    private readonly RedisKey[] _keys =
    [
        server.Key("budget"),
        server.Key("budget:slots"),
        server.Key("budget:waiting"),
        server.Key("budget:waiting:background"),
        server.Key("budget:turns"),
    ];
    private readonly ConcurrentDictionary<string, SharedSlot> _slots = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private SharedLimit _limit = new(TimeSpan.Zero, 1, TimeSpan.Zero);
    // The replicas as they were seen last in their full number, and this replica's place among them. A server that was just started has not heard from all of them yet.
    private int _replicas = 1;
    private int _rank;
    private long _replicasSeenAt;
    private bool _wasAvailable;

    public bool IsAvailable => server.IsAvailable;

    public FallbackShare Fallback
    {
        get
        {
            if (options.Value.FallbackShare is { } share)
                return new FallbackShare(share, null);

            var replicas = CountReplicas();
            return new FallbackShare(1.0 / replicas, replicas == 1 || _limit.Interval == TimeSpan.Zero ? null : NextTurn(replicas));
        }
    }

    public void Start(SharedLimit limit, Action onContact, Action<bool> onChange)
    {
        _limit = limit;
        // On another thread, because an operation may fail while its caller holds a lock.
        server.OnAvailabilityChanged(_ => ThreadPool.QueueUserWorkItem(static contact => contact(), onContact, preferLocal: false));
        server.OnBeat(() =>
        {
            CountReplicas();
            _ = RenewAsync();
            onContact();
        });
        server.Subscribe(ChannelName, message =>
        {
            // A replica knows its own changes from their replies.
            if (message.Split(':') is [var kind, var sender] && sender != server.ReplicaId)
                onChange(kind == "pause");
        });
    }

    public Task<SharedBudgetState?> JoinAsync(TimeSpan? fallback) =>
        RunAsync(BudgetScripts.Join, fallback is { } duration ? Fallback.Share < 1 ? ToMicroseconds(duration) : 0 : -1);

    public Task<SharedBudgetState?> AcquireAsync(bool isInteractive) => RunAsync(BudgetScripts.Acquire, isInteractive);

    public Task<SharedBudgetState?> WithdrawAsync() => RunAsync(BudgetScripts.Withdraw);

    public Task<SharedBudgetState?> ReportSentAsync(SharedSlot? slot)
    {
        // A probe is renewed until its call has ended.
        if (slot is { IsProbe: false })
            _slots.TryRemove(slot.Id, out _);
        return RunAsync(BudgetScripts.Sent, slot?.Id ?? "");
    }

    public Task<SharedBudgetState?> ReturnAsync(SharedSlot slot)
    {
        _slots.TryRemove(slot.Id, out _);
        return RunAsync(BudgetScripts.Return, slot.Id);
    }

    public Task<SharedBudgetState?> AnnounceAsync(TimeSpan duration, bool isStated, SharedSlot? slot)
    {
        if (slot is not null)
            _slots.TryRemove(slot.Id, out _);
        return RunAsync(BudgetScripts.Announce, ToMicroseconds(duration), isStated, slot?.Id ?? "");
    }

    public Task<SharedBudgetState?> AcceptAsync(SharedSlot slot)
    {
        _slots.TryRemove(slot.Id, out _);
        return RunAsync(BudgetScripts.Accept, slot.Id);
    }

    private static long ToMicroseconds(TimeSpan duration) => (long)Math.Ceiling(duration.TotalMicroseconds);

    private static TimeSpan FromMicroseconds(RedisResult microseconds) => TimeSpan.FromMicroseconds(Math.Max(0, (long)microseconds));

    // The turns count from the beginning of Redis' clock, which all replicas have read.
    private TimeSpan NextTurn(int replicas)
    {
        var interval = _limit.Interval.TotalMilliseconds;
        var start = (interval * _rank) - (server.Now % (interval * replicas));
        return TimeSpan.FromMilliseconds(start < 0 ? start + (interval * replicas) : start);
    }

    private async Task RenewAsync()
    {
        RedisValue[] slots = [.. _slots.Keys.Select(static id => (RedisValue)id)];
        if (slots.Length == 0)
            return;

        var validUntil = time.GetTimestamp() + time.ToTicks(Lease);
        if (await TryRunAsync(BudgetScripts.Renew, slots).ConfigureAwait(false) is not { IsNull: false } renewed)
            return;
        // A slot whose lease had ended before stays invalid, because its call counts as sent.
        foreach (var id in (string[])renewed!)
        {
            if (_slots.TryGetValue(id, out var slot))
                slot.ValidUntil = validUntil;
        }
    }

    private async Task<SharedBudgetState?> RunAsync(string script, params RedisValue[] arguments)
    {
        var sentAt = time.GetTimestamp();
        var reply = await TryRunAsync(script, arguments).ConfigureAwait(false);
        return reply is null ? null : Read((RedisResult[])reply!, sentAt);
    }

    // A time of 0 stands for Redis' clock.
    private Task<RedisResult?> TryRunAsync(string script, RedisValue[] arguments) => server.TryRunAsync(
        script, _keys, [0, server.ReplicaId, server.Channel(ChannelName).ToString(), ToMicroseconds(_limit.Interval), _limit.Burst, ToMicroseconds(_limit.MaxPause), .. arguments]);

    private SharedBudgetState Read(RedisResult[] reply, long sentAt)
    {
        SharedSlot? slot = null;
        if ((string)reply[1]! is { Length: > 0 } id)
        {
            slot = new SharedSlot(id, (int)reply[2] == 1) { ValidUntil = sentAt + time.ToTicks(Lease) };
            _slots[id] = slot;
        }

        return new SharedBudgetState(
            sentAt,
            slot,
            (long)reply[3] < 0 ? null : FromMicroseconds(reply[3]),
            FromMicroseconds(reply[4]),
            (int)reply[5],
            FromMicroseconds(reply[6]),
            FromMicroseconds(reply[7]),
            (long)reply[8],
            FromMicroseconds(reply[9]));
    }

    private int CountReplicas()
    {
        lock (_gate)
        {
            var (now, isAvailable) = (time.GetTimestamp(), server.IsAvailable);
            // After an outage, the others have the same time to appear again.
            if (isAvailable && !_wasAvailable)
                _replicasSeenAt = now;
            _wasAvailable = isAvailable;
            if (server.Replicas >= _replicas || (isAvailable && time.GetElapsedTime(_replicasSeenAt, now) > ReplicaMemory))
                (_replicas, _rank, _replicasSeenAt) = (server.Replicas, server.Rank, now);
            return _replicas;
        }
    }
}
