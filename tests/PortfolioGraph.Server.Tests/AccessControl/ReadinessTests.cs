using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>Liveness depends on the process alone. Readiness depends on what the server can do, but not on an outage of the data source.</summary>
public sealed class ReadinessTests
{
    private const string Ready = """200 {"status":"READY"}""";
    private const string Live = """200 {"status":"LIVE"}""";
    private const string Value = "{ wallet(address: \"" + Wallets.Typical + "\") { valueUsd } }";

    [Fact]
    public async Task Server_Should_BeReady_When_ItHasStarted()
    {
        await using var graph = await GraphServer.StartAsync();

        (await CheckAsync(graph, "ready")).ShouldBe(Ready);
        (await CheckAsync(graph, "live")).ShouldBe(Live);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Server_Should_BeReady_When_TheDataSourceIsDown()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 503 });

        (await graph.QueryAsync(Value)).Codes.ShouldNotBeEmpty();

        (await CheckAsync(graph, "ready")).ShouldBe(Ready);
        (await CheckAsync(graph, "live")).ShouldBe(Live);
    }

    [Theory]
    [InlineData(FaultKind.BlockPage)]
    [InlineData(FaultKind.Sanctioned)]
    public async Task Server_Should_StayReady_When_TheDataSourceForbidsARequest(FaultKind kind)
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Kind = kind });

        (await graph.QueryAsync(Value)).Codes.ShouldBe(["UPSTREAM_FORBIDDEN"]);

        (await CheckAsync(graph, "ready")).ShouldBe(Ready);
        graph.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Server_Should_NotBeReadyUntilAProbeSucceeds_When_ItsKeyIsRejected()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 401 });
        (await graph.QueryAsync(Value)).Codes.ShouldBe(["UPSTREAM_REJECTED_KEY"]);
        graph.Sandbox.Options.Faults.Clear();
        var callsBefore = graph.Calls.Count;

        var rejected = await CheckAsync(graph, "ready");
        var live = await CheckAsync(graph, "live");

        rejected.ShouldBe("""503 {"status":"NOT_READY","reason":"KEY_REJECTED"}""");
        live.ShouldBe(Live);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await CheckAsync(graph, "ready") != Ready)
            timeout.Token.ThrowIfCancellationRequested();
        graph.Calls.Skip(callsBefore).ShouldBe(["v5.0/general/status"]);
    }

    [Fact]
    public async Task Server_Should_NotBeReady_When_ConcurrentRequestsAreAtTheirLimit()
    {
        var loader = new BlockingStatusLoader();
        await using var graph = await GraphServer.StartAsync(
            new Dictionary<string, string> { ["Server:MaxConcurrentRequests"] = "1" },
            services: services => services.AddSingleton<IDatasetLoader<Dataset, ServiceStatus>>(loader));
        var first = graph.QueryAsync(BlockingStatusLoader.Query);
        await loader.Started;

        var overloaded = await CheckAsync(graph, "ready");
        var rejected = await graph.QueryAsync("{ __typename }");
        var live = await CheckAsync(graph, "live");
        loader.Release();
        await first;

        overloaded.ShouldBe("""503 {"status":"NOT_READY","reason":"SERVER_OVERLOADED"}""");
        rejected.Codes.ShouldBe(["SERVER_OVERLOADED"], "both report the same code");
        live.ShouldBe(Live);
        (await CheckAsync(graph, "ready")).ShouldBe(Ready);
    }

    [Fact]
    public async Task Log_Should_HaveEachChangeOnce_When_ReadinessIsCheckedRepeatedly()
    {
        var loader = new BlockingStatusLoader();
        await using var graph = await GraphServer.StartAsync(
            new Dictionary<string, string> { ["Server:MaxConcurrentRequests"] = "1" },
            services: services => services.AddSingleton<IDatasetLoader<Dataset, ServiceStatus>>(loader));
        graph.Logs.Take();

        await CheckManyTimesAsync(Ready);
        var whileReady = ReadLogs();
        var first = graph.QueryAsync(BlockingStatusLoader.Query);
        await loader.Started;
        await CheckManyTimesAsync("""503 {"status":"NOT_READY","reason":"SERVER_OVERLOADED"}""");
        var whileOverloaded = ReadLogs();
        loader.Release();
        await first;
        await CheckManyTimesAsync(Ready);

        whileReady.ShouldBeEmpty();
        whileOverloaded.ShouldBe(["Warning PortfolioGraph.Server.Hosting.ReadinessHealthCheck: Not ready: SERVER_OVERLOADED"]);
        ReadLogs().ShouldBe(["Information PortfolioGraph.Server.Hosting.ReadinessHealthCheck: Ready again"]);

        async Task CheckManyTimesAsync(string expected)
        {
            for (var i = 0; i < 5; i++)
                (await CheckAsync(graph, "ready")).ShouldBe(expected);
        }

        // The lines above the debug level.
        string[] ReadLogs() => [.. graph.Logs.Take()
            .Where(line => line.Contains("Readiness", StringComparison.Ordinal) || line.Contains("HealthCheck", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("Trace", StringComparison.Ordinal) && !line.StartsWith("Debug", StringComparison.Ordinal))
            .Select(line => line.TrimEnd())];
    }

    [Fact]
    public async Task Server_Should_ServeRequestsButNotBeReady_When_ItStops()
    {
        var time = new SteppedTimeProvider();
        var graph = await GraphServer.StartAsync(
            new Dictionary<string, string> { ["Server:DrainDelay"] = "00:01:00" },
            services: services => services.AddSingleton<TimeProvider>(time));
        (await CheckAsync(graph, "ready")).ShouldBe(Ready);

        graph.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        (await CheckAsync(graph, "ready")).ShouldBe("""503 {"status":"NOT_READY","reason":"DRAINING"}""");
        (await CheckAsync(graph, "live")).ShouldBe(Live);
        (await graph.QueryAsync("{ __typename }")).ShouldHaveNoErrors();
        await time.AdvanceUntilAsync(graph.DisposeAsync().AsTask(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Listener_Should_StayOpenForTheDelay_When_TheServerStops()
    {
        var time = new SteppedTimeProvider();
        using var shutdown = new GracefulShutdown(new ServerOptions { DrainDelay = TimeSpan.FromSeconds(5) }, time);

        var stopping = shutdown.StoppingAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(4.9));
        var isOverEarly = stopping.IsCompleted;
        time.Advance(TimeSpan.FromSeconds(0.1));

        isOverEarly.ShouldBeFalse();
        await stopping;
    }

    [Fact]
    public async Task Server_Should_NotBeReady_When_ItHasNotStarted()
    {
        await using var graph = await GraphServer.StartAsync();
        var readiness = ActivatorUtilities.CreateInstance<ReadinessHealthCheck>(graph.Services, new UnstartedLifetime());

        var result = await readiness.CheckHealthAsync(new() { Registration = new("ready", readiness, null, null) });

        result.Description.ShouldBe("STARTING");
    }

    private static async Task<string> CheckAsync(GraphServer graph, string name)
    {
        using var response = await graph.Client.GetAsync(new Uri($"/health/{name}", UriKind.Relative));
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    private sealed class UnstartedLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
