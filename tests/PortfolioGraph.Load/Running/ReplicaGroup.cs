using System.Text.Json;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Testing;
using StackExchange.Redis;

namespace PortfolioGraph.Load.Running;

/// <summary>Three replicas of the server in their own processes, the Redis server that they share, a balancer before them, and a sandbox as their upstream, all on loopback.</summary>
internal sealed class ReplicaGroup : IAsyncDisposable
{
    private readonly List<LoadHarness> _replicas = [];

    private ReplicaGroup(SandboxServer sandbox, RedisProcess redis) => (Sandbox, Redis) = (sandbox, redis);

    /// <summary>The upstream of all replicas.</summary>
    public SandboxServer Sandbox { get; }

    /// <summary>The Redis server.</summary>
    public RedisProcess Redis { get; }

    /// <summary>The balancer's address.</summary>
    public Uri Address => _balancer!.Address;

    /// <summary>The replicas.</summary>
    public IReadOnlyList<LoadHarness> Replicas => _replicas;

    private Balancer? _balancer;

    /// <summary>Starts everything and waits until each replica is ready.</summary>
    /// <param name="sandbox">The sandbox's switches.</param>
    /// <param name="settings">The settings of all replicas.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <param name="ofLast">Further settings of the last replica.</param>
    public static async Task<ReplicaGroup> StartAsync(SandboxOptions sandbox, IReadOnlyDictionary<string, string> settings, CancellationToken ct, IReadOnlyDictionary<string, string>? ofLast = null)
    {
        var group = new ReplicaGroup(await SandboxServer.StartAsync(sandbox, ct: ct), await RedisProcess.StartAsync());
        try
        {
            var shared = new Dictionary<string, string>(settings) { ["Redis:Configuration"] = group.Redis.Configuration, ["Redis:Timeout"] = "00:00:01" };
            for (var i = 0; i < 3; i++)
            {
                var own = i == 2 && ofLast is not null ? shared.Concat(ofLast).GroupBy(static s => s.Key).ToDictionary(static s => s.Key, static s => s.Last().Value) : shared;
                group._replicas.Add(await LoadHarness.StartOverAsync(group.Sandbox, own, ct));
            }

            group._balancer = await Balancer.StartAsync([.. group._replicas.Select(static replica => replica.Server)], ct);
            // Each replica has then heard of the others.
            await group.WaitForReplicasAsync(ct);
            group.Sandbox.ClearCalls();
            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the calls that the upstream received from all replicas.</summary>
    public UpstreamCalls GetCalls() => new([.. Sandbox.Calls]);

    /// <summary>Returns the body of a replica's readiness, and its status.</summary>
    /// <param name="replica">The number of the replica.</param>
    /// <param name="ct">Cancels the request.</param>
    public async Task<(int Status, string Body)> GetReadinessAsync(int replica, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = _replicas[replica].Server };
        using var response = await client.GetAsync(new Uri("health/ready", UriKind.Relative), ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct));
    }

    /// <summary>Returns the number of commands that Redis has run since its start, without those of scripts and of this program.</summary>
    public async Task<long> CountRedisCommandsAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{Redis.Configuration},allowAdmin=true");
        var statistics = await connection.GetServers()[0].InfoAsync("commandstats");
        return statistics.SelectMany(static group => group)
            .Where(static pair => pair.Key is "cmdstat_eval" or "cmdstat_evalsha" or "cmdstat_publish")
            .Sum(static pair => long.Parse(pair.Value.Split(',')[0]["calls=".Length..], null));
    }

    /// <summary>Sends a query to a replica over HTTP and returns its JSON, and its headers.</summary>
    /// <param name="server">The address of the replica or of the balancer.</param>
    /// <param name="query">The query.</param>
    /// <param name="variables">The variables.</param>
    /// <param name="ct">Cancels the request.</param>
    public static async Task<(JsonElement Body, TimeSpan? Age)> SendAsync(Uri server, string query, object variables, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = server };
        using var content = new StringContent(JsonSerializer.Serialize(new { query, variables }), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync(new Uri("graphql", UriKind.Relative), content, ct);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(ct));
        return (body.RootElement.Clone(), response.Headers.Age);
    }

    public async ValueTask DisposeAsync()
    {
        if (_balancer is not null)
            await _balancer.DisposeAsync();
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        await Redis.DisposeAsync();
        await Sandbox.DisposeAsync();
    }

    private async Task WaitForReplicasAsync(CancellationToken ct)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(Redis.Configuration);
        while (await connection.GetDatabase().SortedSetLengthAsync("{portfoliograph}:replicas") < _replicas.Count)
            await Task.Delay(50, ct);
        // The next heartbeat of each replica counts all of them.
        await Task.Delay(TimeSpan.FromSeconds(1.5), ct);
    }
}
