using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>Whether the server lives never depends on others; whether it is ready depends on what it can do, not on the data source's day.</summary>
public sealed class ReadinessTests
{
    private const string Ready = """200 {"status":"READY"}""";
    private const string Live = """200 {"status":"LIVE"}""";
    private const string Value = "{ wallet(address: \"" + Wallets.Typical + "\") { valueUsd } }";

    [Fact]
    public async Task Server_Should_BeReady_When_ItHasStarted()
    {
        await using var graph = await GraphServer.StartAsync();

        (await AskAsync(graph, "ready")).ShouldBe(Ready);
        (await AskAsync(graph, "live")).ShouldBe(Live);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Server_Should_BeReady_When_TheDataSourceIsMerelyDown()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 503 });

        (await graph.AskAsync(Value)).Codes.ShouldNotBeEmpty();

        (await AskAsync(graph, "ready")).ShouldBe(Ready);
        (await AskAsync(graph, "live")).ShouldBe(Live);
    }

    [Theory]
    [InlineData(FaultKind.BlockPage)]
    [InlineData(FaultKind.Sanctioned)]
    public async Task Server_Should_StayReady_When_TheDataSourceForbidsWhatIsAsked(FaultKind kind)
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Kind = kind });

        (await graph.AskAsync(Value)).Codes.ShouldBe(["UPSTREAM_FORBIDDEN"]);

        (await AskAsync(graph, "ready")).ShouldBe(Ready);
        graph.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Server_Should_NotBeReady_When_ItsKeyIsRejected_UntilAProbeIsAnswered()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 401 });
        (await graph.AskAsync(Value)).Codes.ShouldBe(["UPSTREAM_REJECTED_KEY"]);
        graph.Sandbox.Options.Faults.Clear();
        var callsBefore = graph.Calls.Count;

        var rejected = await AskAsync(graph, "ready");
        var live = await AskAsync(graph, "live");

        rejected.ShouldBe("""503 {"status":"NOT_READY","reason":"KEY_REJECTED"}""");
        live.ShouldBe(Live);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await AskAsync(graph, "ready") != Ready)
            patience.Token.ThrowIfCancellationRequested();
        graph.Calls.Skip(callsBefore).ShouldBe(["v5.0/general/status"]);
    }

    [Fact]
    public async Task Server_Should_NotBeReady_When_AsManyRequestsAreAnsweredAsMayBe()
    {
        var gate = new BlockingStatusLoader();
        await using var graph = await GraphServer.StartAsync(
            new Dictionary<string, string> { ["Server:MaxConcurrentRequests"] = "1" },
            services: services => services.AddSingleton<IDatasetLoader<Dataset, ServiceStatus>>(gate));
        var first = graph.AskAsync(BlockingStatusLoader.Query);
        await gate.Reached;

        var overloaded = await AskAsync(graph, "ready");
        var refused = await graph.AskAsync("{ __typename }");
        var live = await AskAsync(graph, "live");
        gate.Open();
        await first;

        overloaded.ShouldBe("""503 {"status":"NOT_READY","reason":"SERVER_OVERLOADED"}""");
        refused.Codes.ShouldBe(["SERVER_OVERLOADED"], "one word for one thing");
        live.ShouldBe(Live);
        (await AskAsync(graph, "ready")).ShouldBe(Ready);
    }

    [Fact]
    public async Task Log_Should_TellEachChangeOnce_When_ABalancerAsksAgainAndAgain()
    {
        var gate = new BlockingStatusLoader();
        await using var graph = await GraphServer.StartAsync(
            new Dictionary<string, string> { ["Server:MaxConcurrentRequests"] = "1" },
            services: services => services.AddSingleton<IDatasetLoader<Dataset, ServiceStatus>>(gate));
        graph.Logs.Take();

        await AskManyTimesAsync(Ready);
        var whileReady = Told();
        var first = graph.AskAsync(BlockingStatusLoader.Query);
        await gate.Reached;
        await AskManyTimesAsync("""503 {"status":"NOT_READY","reason":"SERVER_OVERLOADED"}""");
        var whileOverloaded = Told();
        gate.Open();
        await first;
        await AskManyTimesAsync(Ready);

        whileReady.ShouldBeEmpty();
        whileOverloaded.ShouldBe(["Warning PortfolioGraph.Server.Hosting.ReadinessHealthCheck: Not ready: SERVER_OVERLOADED"]);
        Told().ShouldBe(["Information PortfolioGraph.Server.Hosting.ReadinessHealthCheck: Ready again"]);

        async Task AskManyTimesAsync(string expected)
        {
            for (var i = 0; i < 5; i++)
                (await AskAsync(graph, "ready")).ShouldBe(expected);
        }

        // What is not at a level that nobody sees.
        string[] Told() => [.. graph.Logs.Take()
            .Where(line => line.Contains("Readiness", StringComparison.Ordinal) || line.Contains("HealthCheck", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("Trace", StringComparison.Ordinal) && !line.StartsWith("Debug", StringComparison.Ordinal))
            .Select(line => line.TrimEnd())];
    }

    [Fact]
    public async Task Server_Should_AnswerButNotBeReady_When_ItDrains()
    {
        var time = new SteppedTimeProvider();
        var graph = await GraphServer.StartAsync(
            new Dictionary<string, string> { ["Server:DrainDelay"] = "00:01:00" },
            services: services => services.AddSingleton<TimeProvider>(time));
        (await AskAsync(graph, "ready")).ShouldBe(Ready);

        graph.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        (await AskAsync(graph, "ready")).ShouldBe("""503 {"status":"NOT_READY","reason":"DRAINING"}""");
        (await AskAsync(graph, "live")).ShouldBe(Live);
        (await graph.AskAsync("{ __typename }")).Good();
        await time.AdvanceUntilAsync(graph.DisposeAsync().AsTask(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Listener_Should_StayOpenForTheDelay_When_TheServerStops()
    {
        var time = new SteppedTimeProvider();
        using var drain = new GracefulShutdown(new ServerOptions { DrainDelay = TimeSpan.FromSeconds(5) }, time);

        var stopping = drain.StoppingAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(4.9));
        var isOverEarly = stopping.IsCompleted;
        time.Advance(TimeSpan.FromSeconds(0.1));

        isOverEarly.ShouldBeFalse();
        await stopping;
    }

    [Fact]
    public async Task Answer_Should_NotBeReady_When_TheServerHasNotStarted()
    {
        await using var graph = await GraphServer.StartAsync();
        var readiness = ActivatorUtilities.CreateInstance<ReadinessHealthCheck>(graph.Services, new Unstarted());

        var result = await readiness.CheckHealthAsync(new() { Registration = new("ready", readiness, null, null) });

        result.Description.ShouldBe("STARTING");
    }

    private static async Task<string> AskAsync(GraphServer graph, string what)
    {
        using var response = await graph.Client.GetAsync(new Uri($"/health/{what}", UriKind.Relative));
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    private sealed class Unstarted : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
