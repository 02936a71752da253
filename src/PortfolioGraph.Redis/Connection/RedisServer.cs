using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace PortfolioGraph.Redis;

/// <summary>
/// The connection to Redis, and this process as one of its replicas. A heartbeat every second registers the replica, counts the others, and reads Redis' clock. After a failed operation
/// the server counts as unavailable, and no further operation waits for it, until the next heartbeat succeeds.
/// </summary>
/// <remarks>
/// All keys have the same hash tag, so that scripts may use several of them in a cluster. No key or value contains the upstream's key, an API key or the name of a client.
/// </remarks>
internal sealed class RedisServer : BackgroundService, IRedisStatus
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);

    // A replica that is silent for so long no longer counts.
    private static readonly TimeSpan ReplicaLifetime = TimeSpan.FromSeconds(5);

    // The connection for messages is opened after that for operations.
    private static readonly TimeSpan SubscribeTimeout = TimeSpan.FromSeconds(2);

    // The first requests should find Redis connected, but a start must not depend on it.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(2);

    private const string HeartbeatScript = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        local replicas, rank = redis.call('ZRANGE', KEYS[1], 0, -1), 0
        for index = 1, #replicas do
          if replicas[index] < ARGV[1] then rank = rank + 1 end
        end
        return {now, #replicas, rank}
        """;

    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RedisServer> _logger;
    private readonly RedisClock _clock;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    // The channels that are not subscribed to yet.
    private readonly List<(string Name, Action<string> Handler)> _unsubscribed = [];
    private Action<bool>? _availabilityChanged;
    private Action? _beat;
    private Action<IConnectionMultiplexer>? _connected;
    private volatile IConnectionMultiplexer? _connection;
    private volatile bool _isAvailable;
    private volatile int _replicas = 1;

    public RedisServer(IOptions<RedisOptions> options, TimeProvider time, ILogger<RedisServer> logger)
    {
        (_options, _time, _logger) = (options.Value, time, logger);
        ReplicaId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        _clock = new RedisClock(time);
    }

    /// <summary>The random name of this process.</summary>
    public string ReplicaId { get; }

    public bool IsAvailable => _isAvailable;

    /// <summary>How many replicas, this one included, were alive at the last successful heartbeat. 1 before the first.</summary>
    public int Replicas => _replicas;

    /// <summary>How many of these replicas precede this one in an order that all replicas agree on. 0 before the first heartbeat.</summary>
    public int Rank { get; private set; }

    /// <summary>The current time of Redis' clock in milliseconds since 1970, which is the same for all replicas. Inexact by at most the time that the fastest heartbeat took.</summary>
    public long Now => _clock.Now;

    /// <summary>Returns the full name of a key.</summary>
    /// <param name="name">The name within this deployment.</param>
    public RedisKey Key(string name) => $"{{{_options.KeyPrefix}}}:{name}";

    /// <summary>Calls a method after each change of <see cref="IsAvailable"/>, with the new value.</summary>
    /// <param name="handler">The method. It must not throw.</param>
    public void OnAvailabilityChanged(Action<bool> handler)
    {
        lock (_gate)
            _availabilityChanged += handler;
    }

    public void OnConnected(Action<IConnectionMultiplexer> handler)
    {
        IConnectionMultiplexer? connection;
        lock (_gate)
        {
            _connected += handler;
            connection = _connection;
        }

        if (connection is not null)
            handler(connection);
    }

    /// <summary>Calls a method after each successful heartbeat.</summary>
    /// <param name="handler">The method. It must not throw.</param>
    public void OnBeat(Action handler)
    {
        lock (_gate)
            _beat += handler;
    }

    /// <summary>Runs an operation, unless Redis is unavailable.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>Its result. Null if Redis is unavailable, did not answer in time or reported an error, which is logged.</returns>
    public async Task<T?> TryAsync<T>(Func<IDatabase, Task<T>> operation)
        where T : class
    {
        if (!_isAvailable || _connection is not { } connection)
            return null;

        try
        {
            return await operation(connection.GetDatabase()).WaitAsync(_options.Timeout, _time).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsTrouble(failure))
        {
            SetAvailable(false, failure);
            return null;
        }
    }

    /// <summary>Runs a script, unless Redis is unavailable.</summary>
    /// <param name="script">The script.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>As <see cref="TryAsync"/>.</returns>
    public Task<RedisResult?> TryRunAsync(string script, RedisKey[] keys, params RedisValue[] arguments) => TryAsync(database => database.ScriptEvaluateAsync(script, keys, arguments));

    /// <summary>Returns the first bytes of the hash of a text, as hex digits. The text cannot be read from them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">The number of bytes.</param>
    public static string Hash(string text, int bytes = 16) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));

    /// <summary>Returns a message with this replica as its sender, for a script that publishes it.</summary>
    /// <param name="message">The message.</param>
    public string FromThis(string message) => $"{ReplicaId}\t{message}";

    /// <summary>Publishes a message to the other replicas. Does nothing while Redis is unavailable.</summary>
    /// <param name="channel">The channel's name within this deployment.</param>
    /// <param name="message">The message.</param>
    public void PublishToOthers(string channel, string message) => Publish(channel, FromThis(message));

    /// <summary>As <see cref="Subscribe"/>, for the messages of the other replicas, without their senders.</summary>
    /// <param name="channel">The channel's name within this deployment.</param>
    /// <param name="handler">The method. It must not throw.</param>
    public void SubscribeToOthers(string channel, Action<string> handler) => Subscribe(channel, message =>
    {
        if (message.IndexOf('\t', StringComparison.Ordinal) is var end and >= 0 && message[..end] != ReplicaId)
            handler(message[(end + 1)..]);
    });

    /// <summary>Publishes a message to all replicas, this one included. Does nothing while Redis is unavailable.</summary>
    /// <param name="channel">The channel's name within this deployment.</param>
    /// <param name="message">The message.</param>
    public void Publish(string channel, string message)
    {
        if (!_isAvailable || _connection is not { } connection)
            return;
        try
        {
            connection.GetSubscriber().Publish(Channel(channel), message, CommandFlags.FireAndForget);
        }
        catch (Exception failure) when (IsTrouble(failure))
        {
            SetAvailable(false, failure);
        }
    }

    /// <summary>
    /// Calls a method for each message of a channel, one after another, as soon as Redis is available and after each reconnection. Messages sent while there is no connection are lost. Never
    /// waits.
    /// </summary>
    /// <param name="channel">The channel's name within this deployment.</param>
    /// <param name="handler">The method. It must not throw.</param>
    public void Subscribe(string channel, Action<string> handler)
    {
        lock (_gate)
            _unsubscribed.Add((channel, handler));
        if (_isAvailable && _connection is { } connection)
            _ = SubscribeAsync(connection);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _started.Task.WaitAsync(StartTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.StartedWithoutRedis();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryAsync(async database =>
        {
            await database.SortedSetRemoveAsync(Key("replicas"), ReplicaId).ConfigureAwait(false);
            return "";
        }).ConfigureAwait(false);
        if (_connection is { } connection)
            await CloseAsync(connection).ConfigureAwait(false);
    }

    // The library can fail if it reads the roles of the servers at the same time. The other services must be stopped nevertheless.
    private async Task CloseAsync(IConnectionMultiplexer connection)
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _logger.CloseFailed(failure.GetType().Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At once, so that the start of the host does not wait for this method's first await.
        await Task.Yield();
        using var timer = new PeriodicTimer(HeartbeatInterval, _time);
        do
        {
            try
            {
                await BeatAsync().WaitAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (IsTrouble(failure))
            {
                SetAvailable(false, failure);
            }
            catch (Exception unexpected)
            {
                _logger.BeatFailed(unexpected);
                SetAvailable(false, unexpected);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task BeatAsync()
    {
        var connection = _connection ?? await ConnectAsync().ConfigureAwait(false);
        var sentAt = _time.GetTimestamp();
        var reply = await connection.GetDatabase()
            .ScriptEvaluateAsync(HeartbeatScript, [Key("replicas")], [ReplicaId, (long)ReplicaLifetime.TotalMilliseconds])
            .WaitAsync(_options.Timeout, _time).ConfigureAwait(false);
        var values = (long[])reply!;
        _clock.Read(values[0], sentAt);
        await AwaitSubscriptionsAsync(SubscribeAsync(connection)).ConfigureAwait(false);
        _replicas = (int)values[1];
        Rank = (int)values[2];
        SetAvailable(true, null);
        _started.TrySetResult();
        _beat?.Invoke();
    }

    // A replica that is available should hear the others, but without their messages it only learns later what they do.
    private async Task AwaitSubscriptionsAsync(Task subscriptions)
    {
        try
        {
            await subscriptions.WaitAsync(SubscribeTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // They go on in the background.
        }
    }

    private async Task<IConnectionMultiplexer> ConnectAsync()
    {
        var configuration = ConfigurationOptions.Parse(_options.Configuration!);
        // Connects in the background for as long as the process runs, and never stops the start.
        configuration.AbortOnConnectFail = false;
        configuration.ClientName ??= "PortfolioGraph";
        // An operation that cannot be sent now fails now. A queue of old operations would be sent after a reconnection.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        // How soon the library finds the new primary after a fail-over. Its own default is a minute.
        if (!_options.Configuration!.Contains("configCheckSeconds", StringComparison.OrdinalIgnoreCase))
            configuration.ConfigCheckSeconds = 5;
        configuration.ReconnectRetryPolicy = new LinearRetry((int)HeartbeatInterval.TotalMilliseconds / 2);
        var connection = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
        Action<IConnectionMultiplexer>? connected;
        lock (_gate)
            (_connection, connected) = (connection, _connected);
        connected?.Invoke(connection);
        return connection;
    }

    // The library restores a subscription after each reconnection, but the first one needs a connection. It has a connection of its own, which may be slow.
    private Task SubscribeAsync(IConnectionMultiplexer connection)
    {
        List<(string Name, Action<string> Handler)> subscriptions;
        lock (_gate)
        {
            if (_unsubscribed.Count == 0)
                return Task.CompletedTask;
            subscriptions = [.. _unsubscribed];
            _unsubscribed.Clear();
        }

        return Task.WhenAll(subscriptions.Select(subscription => SubscribeAsync(connection, subscription.Name, subscription.Handler)));
    }

    private async Task SubscribeAsync(IConnectionMultiplexer connection, string channel, Action<string> handler)
    {
        try
        {
            var messages = await connection.GetSubscriber().SubscribeAsync(Channel(channel)).ConfigureAwait(false);
            messages.OnMessage(message => handler(message.Message!));
        }
        catch (Exception failure) when (IsTrouble(failure))
        {
            // The library may still subscribe later; its messages would have no reader then. The next heartbeat tries again.
            connection.GetSubscriber().Unsubscribe(Channel(channel), flags: CommandFlags.FireAndForget);
            lock (_gate)
                _unsubscribed.Add((channel, handler));
        }
    }

    /// <summary>Returns the full name of a channel.</summary>
    /// <param name="name">The name within this deployment.</param>
    public RedisChannel Channel(string name) => RedisChannel.Literal($"{_options.KeyPrefix}:{name}");

    private void SetAvailable(bool isAvailable, Exception? failure)
    {
        lock (_gate)
        {
            if (_isAvailable == isAvailable)
                return;
            _isAvailable = isAvailable;
        }

        if (isAvailable)
            _logger.Available(_replicas);
        else
            _logger.Unavailable(failure!.GetType().Name);
        _availabilityChanged?.Invoke(isAvailable);
    }

    // The library cancels operations that are lost with their connection. No operation has a token of ours.
    private static bool IsTrouble(Exception failure) => failure is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException or OperationCanceledException;
}
