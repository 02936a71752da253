using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.AccessControl;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Server.Tests.Operations;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Mcp;

/// <summary>The tools of <c>/mcp</c>: each is a trusted document, and returns what <c>/graphql</c> returns for it.</summary>
public sealed partial class McpToolTests
{
    private const string Address = SandboxPersonas.Typical;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DateTimeOffset Noon = new(2025, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Queries => TrustedClientTests.Queries;

    [Fact]
    public async Task Tools_Should_MatchTheSnapshot_When_TheyAreListed()
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);
        await using var client = await McpGraph.ConnectAsync(graph);

        var tools = await client.ListToolsAsync();

        tools.ShouldAllBe(tool => tool.ProtocolTool.Annotations!.ReadOnlyHint == true && tool.ProtocolTool.Annotations.IdempotentHint == true && tool.ProtocolTool.Annotations.OpenWorldHint == true);
        tools.ShouldAllBe(tool => tool.ProtocolTool.OutputSchema != null);
        Snapshot.Match(
            JsonSerializer.Serialize(tools.ToDictionary(static tool => tool.Name, static tool => new { tool.ProtocolTool.Title, tool.Description, tool.ProtocolTool.InputSchema }), Indented),
            $"{nameof(McpToolTests)}.tools");
    }

    [Theory]
    [InlineData("false", "InvalidateWallets PortfolioChanged RefreshWallets")]
    [InlineData("true", "PortfolioChanged")]
    public Task Tools_Should_BeTheQueriesAndAllowedMutations_When_TheyAreListed(string refresh, string missing) => McpGraph.RunAsync(
        async (_, client) =>
        {
            var names = (await client.ListToolsAsync()).Select(static tool => tool.Name);

            OperationTests.Variables.Keys.Except(names).Order(StringComparer.Ordinal).ShouldBe(missing.Split(' '));
            names.Except(OperationTests.Variables.Keys).ShouldBeEmpty();
        },
        ("Server:McpRefresh", refresh));

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Tool_Should_ReturnWhatTheGraphReturns_When_ItIsCalled(string name)
    {
        var variables = OperationTests.Variables[name];
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled, time: new OffsetTimeProvider(Noon));
        await using var other = await GraphServer.StartAsync(McpGraph.Enabled, time: new OffsetTimeProvider(Noon));
        await using var client = await McpGraph.ConnectAsync(graph);

        var result = await client.CallToolAsync(name, McpGraph.ArgumentsOf(variables));
        using var response = await other.Client.PostAsJsonAsync("/graphql", new { documentId = TrustedDocument.IdOf(name), variables });

        var expected = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        var actual = McpGraph.ResponseOf(result);
        result.IsError.ShouldNotBe(true);
        WithoutTimes(actual.GetProperty("data")).ShouldBe(WithoutTimes(expected.GetProperty("data")));
        actual.GetProperty("extensions").GetProperty("upstream").GetProperty("calls").GetInt32().ShouldBe(graph.Calls.Count);
        graph.Calls.Order(StringComparer.Ordinal).ShouldBe(other.Calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public Task Tool_Should_TakeNoCalls_When_AnotherClientHasLoadedTheData() => McpGraph.RunAsync(static async (graph, client) =>
    {
        using var response = await graph.Client.PostAsJsonAsync("/graphql", new { documentId = TrustedDocument.IdOf("WalletTokens"), variables = new { address = Address } });
        var calls = graph.Calls.Count;

        var result = await CallAsync(client, "WalletTokens", new { address = Address });

        result.IsError.ShouldNotBe(true);
        calls.ShouldBeGreaterThan(0);
        graph.Calls.Count.ShouldBe(calls);
    });

    [Fact]
    public Task Refresh_Should_LoadDataAgain_When_TheSettingAllowsIt() => McpGraph.RunAsync(
        static async (graph, client) =>
        {
            var tool = (await client.ListToolsAsync()).Single(static tool => tool.Name == "RefreshWallets");
            tool.ProtocolTool.Annotations!.ReadOnlyHint.ShouldBe(false);
            tool.ProtocolTool.Annotations.DestructiveHint.ShouldBe(false);

            var result = await CallAsync(client, "RefreshWallets", new { addresses = new[] { Address } });

            result.IsError.ShouldNotBe(true);
            McpGraph.ResponseOf(result).GetProperty("data").GetProperty("refreshWallets").GetProperty("wallets").GetArrayLength().ShouldBe(1);
            graph.Calls.ShouldNotBeEmpty();
        },
        ("Server:McpRefresh", "true"));

    [Theory]
    [InlineData("RefreshWallets")]
    [InlineData("PortfolioChanged")]
    [InlineData("walletoverview")]
    [InlineData("NoSuchTool")]
    public Task Call_Should_FailWithACode_When_ThereIsNoSuchTool(string name) => McpGraph.RunAsync(async (graph, client) =>
    {
        var error = await Should.ThrowAsync<McpProtocolException>(async () => await client.CallToolAsync(name, McpGraph.ArgumentsOf(new { addresses = new[] { Address } })));

        error.ErrorCode.ShouldBe(McpErrorCode.InvalidParams);
        error.Data["code"]!.ToString().ShouldBe("NOT_FOUND");
        graph.Calls.ShouldBeEmpty();
    });

    [Theory]
    [InlineData("WalletTokens", """{"address":"0x12"}""", "ADDRESS_INVALID", "address")]
    [InlineData("WalletTokens", "{}", "GRAPHQL_VARIABLE_INVALID", "address")]
    [InlineData("WalletTokens", """{"address":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","first":"ten"}""", "GRAPHQL_VARIABLE_INVALID", "first")]
    [InlineData("WalletTokens", """{"address":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","range":"A_DAY"}""", "GRAPHQL_VARIABLE_INVALID", "range")]
    [InlineData("WalletTokens", """{"address":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","frist":5}""", "GRAPHQL_VARIABLE_INVALID", "frist")]
    [InlineData("WalletList", """{"addresses":["0xd8da6bf26964af9d7eed9e03e53415d37aa96045","x"]}""", "ADDRESS_INVALID", "addresses")]
    [InlineData("PortfolioOverview", """{"addresses":[]}""", "NO_ADDRESSES", "addresses")]
    public Task Call_Should_ReturnAnErrorThatNamesTheArgument_When_AnArgumentIsInvalid(string name, string arguments, string code, string argument) => McpGraph.RunAsync(async (graph, client) =>
    {
        var result = await CallAsync(client, name, JsonElement.Parse(arguments));

        result.IsError.ShouldBe(true);
        McpGraph.CodesOf(result).ShouldBe([code]);
        // Couverture names it in the message, HotChocolate in the path.
        McpGraph.ResponseOf(result).GetProperty("errors")[0].ToString().ShouldContain(argument);
        graph.Calls.ShouldBeEmpty();
    });

    [Fact]
    public Task Call_Should_KeepTheOtherData_When_APartFails() => McpGraph.RunAsync(static async (graph, client) =>
    {
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/chart", Status = 503 });
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/general/value_chart", Status = 503 });

        var partial = await CallAsync(client, "PortfolioPage", new { addresses = new[] { Address } });

        partial.IsError.ShouldNotBe(true);
        McpGraph.CodesOf(partial).ShouldBe(["UPSTREAM_UNAVAILABLE"]);
        new GraphResponse(default, McpGraph.ResponseOf(partial)).Paths.ShouldBe(["portfolio.chart"]);
        McpGraph.ResponseOf(partial).GetProperty("data").GetProperty("portfolio").GetProperty("valueUsd").GetDecimal().ShouldBeGreaterThan(0);
    });

    // The root does not fail: it has the address, which the client knows.
    [Theory]
    [MemberData(nameof(Queries))]
    public Task Call_Should_ReturnAnError_When_TheDataSourceIsDown(string name) => McpGraph.RunAsync(async (graph, client) =>
    {
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 503 });

        var result = await CallAsync(client, name, OperationTests.Variables[name]);

        McpGraph.CodesOf(result).ShouldNotBeEmpty();
        // That the data source is not available is data.
        result.IsError.ShouldBe(name != "ServiceStatus", McpGraph.ResponseOf(result).GetProperty("data").ToString());
    });

    [Theory]
    [InlineData("WalletTokens", """{"address":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","after":"no cursor"}""", "CURSOR_INVALID")]
    [InlineData("WalletTokens", """{"address":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","first":501}""", "LIMIT_EXCEEDED")]
    [InlineData("WalletChange", """{"address":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","since":"2099-01-01T00:00:00Z"}""", "TIME_INVALID")]
    [InlineData("WalletOnChain", """{"address":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","chainId":987654321}""", "CHAIN_UNSUPPORTED")]
    [InlineData("WalletProtocol", """{"address":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","protocolId":"no_such_protocol"}""", "PROTOCOL_UNKNOWN")]
    public Task Call_Should_ReturnAnError_When_AFieldRejectsAnArgument(string name, string arguments, string code) => McpGraph.RunAsync(async (_, client) =>
    {
        var result = await CallAsync(client, name, JsonElement.Parse(arguments));

        McpGraph.CodesOf(result).ShouldContain(code);
        result.IsError.ShouldBe(true);
    });

    [Fact]
    public Task Call_Should_BeRejected_When_ItsCostIsOverTheLimit() => McpGraph.RunAsync(
        static async (graph, client) =>
        {
            var result = await CallAsync(client, "WalletTokens", new { address = Address });

            result.IsError.ShouldBe(true);
            McpGraph.CodesOf(result).ShouldBe(["LIMIT_EXCEEDED"]);
            graph.Calls.ShouldBeEmpty();
        },
        ("Server:MaxFieldCost", "5"));

    [Fact]
    public async Task Load_Should_BeCancelled_When_TheClientCancelsItsCall()
    {
        var loader = new CancelledLoader();
        // Longer than the test, so that the timeout does not cancel the load.
        await using var graph = await GraphServer.StartAsync(McpGraph.With(("Server:OperationTimeout", "01:00:00")), services: services => services.AddSingleton<IDatasetLoader<Dataset, ServiceStatus>>(loader));
        await using var client = await McpGraph.ConnectAsync(graph);
        using var cancellation = new CancellationTokenSource();

        var call = client.CallToolAsync("ServiceStatus", cancellationToken: cancellation.Token).AsTask();
        await loader.Started;
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        try
        {
            await loader.Cancelled.WaitAsync(TimeSpan.FromMinutes(1));
        }
        finally
        {
            loader.Release();
        }
    }

    [Fact]
    public async Task Load_Should_HaveTheClientOfTheKey_When_AToolIsCalled()
    {
        var loader = new BlockingStatusLoader();
        loader.Release();
        await using var graph = await GraphServer.StartAsync(McpGraph.With(McpAccessTests.KeySettings), services: services => services.AddSingleton<IDatasetLoader<Dataset, ServiceStatus>>(loader));
        await using var client = await McpGraph.ConnectAsync(graph, new Dictionary<string, string> { ["X-Api-Key"] = McpAccessTests.Key });

        await client.CallToolAsync("ServiceStatus");

        loader.Caller.ShouldBe("assistant");
    }

    private static async Task<ModelContextProtocol.Protocol.CallToolResult> CallAsync(McpClient client, string name, object arguments) => await client.CallToolAsync(name, McpGraph.ArgumentsOf(arguments));

    private static string WithoutTimes(JsonElement data) => Time().Replace(JsonSerializer.Serialize(data, Indented), "a moment");

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Time();

    private sealed class CancelledLoader : IDatasetLoader<Dataset, ServiceStatus>
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        public Task Cancelled => _cancelled.Task;

        public void Release() => _released.TrySetResult();

        public async Task<IReadOnlyDictionary<Dataset, LoadResult<ServiceStatus>>> LoadAsync(IReadOnlyList<Dataset> keys, CancellationToken cancellationToken)
        {
            await using var registration = cancellationToken.Register(() => _cancelled.TrySetResult());
            _started.TrySetResult();
            await Task.WhenAny(_cancelled.Task, _released.Task);
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
