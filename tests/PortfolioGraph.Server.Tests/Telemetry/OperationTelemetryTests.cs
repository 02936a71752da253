using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Telemetry;

/// <summary>The spans and metrics of operations and limits, each compared with the request that it describes.</summary>
public sealed class OperationTelemetryTests
{
    private const string Document = "query Named($address: Address!) { wallet(address: $address) { valueUsd } }";

    [Fact]
    public async Task Operation_Should_EncloseItsLoadsAndAttempts_When_ItCallsTheUpstream()
    {
        await using var graph = await GraphServer.StartAsync();
        using var spans = new SpanRecorder();

        await PostAsync(graph, Document, new { address = Wallets.Typical }, spans.TraceParent);

        var (operation, load, call, attempt) = (spans.Single("operation"), spans.Single("load"), spans.Single("upstream call"), spans.Single("upstream attempt"));
        attempt.ParentSpanId.ShouldBe(call.SpanId);
        call.ParentSpanId.ShouldBe(load.SpanId);
        load.ParentSpanId.ShouldBe(operation.SpanId);
        operation.DisplayName.ShouldBe("query");
        operation.TagObjects.Select(static tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}")).ShouldBe(
        [
            "graphql.operation.type=query",
            "graphql.operation.name=Named",
            $"graphql.document.hash={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Document)))}",
            "outcome=Succeeded",
            "graphql.operation.field_cost=2",
            "graphql.operation.type_cost=2",
        ]);
        graph.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Operation_Should_ReportItsErrorsByCode_When_ItFails()
    {
        await using var graph = await GraphServer.StartAsync();
        using var metrics = new MetricRecorder(graph.Services.GetRequiredService<IMeterFactory>());
        using var spans = new SpanRecorder();

        await PostAsync(graph, "{ chain(chainId: 1) { name } wallets(addresses: [\"0x0\"]) { valueUsd } }", null, spans.TraceParent);
        await PostAsync(graph, "{ chain(chainId: 1) { name } protocol(protocolId: \"none\") { name } }", null, spans.TraceParent);

        spans.Of("operation").Select(static operation => (operation.Status, operation.GetTagItem("outcome"), string.Join(' ', (string[])operation.GetTagItem("graphql.error.codes")!))).ShouldBe(
            [(ActivityStatusCode.Error, "Rejected", "ADDRESS_INVALID"), (ActivityStatusCode.Error, "Incomplete", "PROTOCOL_UNKNOWN")]);
        metrics.Of("portfoliograph.operation.errors").ShouldBe([(1, "code=ADDRESS_INVALID"), (1, "code=PROTOCOL_UNKNOWN")]);
        metrics.Of("portfoliograph.operation.duration").Select(static duration => duration.Tags).ShouldBe(
            ["graphql.operation.type=unknown outcome=Rejected", "graphql.operation.type=query outcome=Incomplete"]);
        metrics.Of("portfoliograph.limits.hit").ShouldBeEmpty();
    }

    [Fact]
    public async Task Limits_Should_BeCountedOnceEach_When_RequestsExceedThem()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string>
        {
            ["Server:MaxFieldCost"] = "5",
            ["Server:MaxDepth"] = "3",
            ["Server:ApiKeys:0:Name"] = "app",
            ["Server:ApiKeys:0:Hash"] = Convert.ToHexString(SHA256.HashData("key"u8)),
            ["Server:ApiKeys:0:RequestsPerMinute"] = "3",
        });
        graph.Client.DefaultRequestHeaders.Add("X-Api-Key", "key");
        using var metrics = new MetricRecorder(graph.Services.GetRequiredService<IMeterFactory>());

        await PostAsync(graph, Document, new { address = Wallets.Typical });
        await PostAsync(graph, Document.Replace("valueUsd", "tokens { totalCount }", StringComparison.Ordinal), new { address = Wallets.Typical });
        await PostAsync(graph, "{ wallet(address: \"0x0\") { tokens { nodes { token { chain { name } } } } } }");
        (await PostAsync(graph, "{ __typename }")).ShouldBe(HttpStatusCode.TooManyRequests);

        metrics.Of("portfoliograph.operation.field_cost").Select(static cost => cost.Value).ShouldBe([2, 21]);
        metrics.Of("portfoliograph.limits.hit").ShouldBe([(1, "limit=cost"), (1, "limit=operation"), (1, "limit=requests_per_minute")]);
    }

    [Fact]
    public async Task Exporters_Should_NotBeRegistered_When_NoSettingEnablesThem()
    {
        await using var graph = await GraphServer.StartAsync();

        graph.Services.GetService<TracerProvider>().ShouldBeNull();
        graph.Services.GetService<MeterProvider>().ShouldBeNull();
        (await graph.Client.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<HttpStatusCode> PostAsync(GraphServer graph, string query, object? variables = null, string? traceParent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        if (traceParent is not null)
            request.Headers.Add("traceparent", traceParent);
        using var response = await graph.Client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Records the spans of one trace, which requests join by a header.</summary>
    private sealed class SpanRecorder : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = [];
        private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
        private readonly ActivityListener _listener;

        public SpanRecorder()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = static source => source.Name is "PortfolioGraph" or "Microsoft.AspNetCore",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.TraceId == _trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public string TraceParent => $"00-{_trace}-{ActivitySpanId.CreateRandom()}-01";

        public IReadOnlyList<Activity> Of(string name) => [.. _ended.Where(activity => activity.OperationName == name && activity.TraceId == _trace)];

        public Activity Single(string name) => Of(name).ShouldHaveSingleItem();

        public void Dispose() => _listener.Dispose();
    }
}
