using System.Text.Json;
using Couverture.Execution;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Server.Tests.Watching;

/// <summary>The server with a fake clock and a stub upstream whose values a test sets. Subscriptions run through the executor.</summary>
internal sealed class WatchedGraph : IAsyncDisposable
{
    private readonly GraphServer _server;
    private readonly HeldResponses _held;
    private int _valueUsd = 100;

    private WatchedGraph(GraphServer server, SteppedTimeProvider time, StubUpstream upstream, HeldResponses held, LoadSpy loads) =>
        (_server, Time, Upstream, _held, Loads) = (server, time, upstream, held, loads);

    public SteppedTimeProvider Time { get; }

    public StubUpstream Upstream { get; }

    /// <summary>The batches of all operations, polls included.</summary>
    public LoadSpy Loads { get; }

    public IServiceProvider Services => _server.Services;

    /// <summary>The value that the upstream returns for each wallet, in US dollars.</summary>
    public int ValueUsd
    {
        get => Volatile.Read(ref _valueUsd);
        set => Volatile.Write(ref _valueUsd, value);
    }

    public static async Task<WatchedGraph> StartAsync(params (string Setting, string Value)[] settings)
    {
        var (time, upstream, loads) = (new SteppedTimeProvider(), new StubUpstream(), new LoadSpy());
        var held = new HeldResponses(upstream);
        var server = await GraphServer.StartAsync(settings.ToDictionary(s => s.Setting, s => s.Value), services: services =>
        {
            services.AddSingleton<TimeProvider>(time);
            loads.Attach(services);
            services.AddHttpClient(UpstreamHttpClients.V4).ConfigurePrimaryHttpMessageHandler(() => held);
            services.AddHttpClient(UpstreamHttpClients.V5).ConfigurePrimaryHttpMessageHandler(() => held);
        });
        var graph = new WatchedGraph(server, time, upstream, held, loads);
        upstream.Returns("v5.0/general/current_value", graph.Values);
        return graph;
    }

    /// <summary>Starts a subscription.</summary>
    public async Task<Events> SubscribeAsync(string document, object? variables = null) => new(
        await Services.GetRequiredService<IRequestExecutor>().StreamAsync(new OperationRequest
        {
            Document = document,
            Variables = variables is null ? null : JsonSerializer.SerializeToElement(variables),
        }));

    /// <summary>Holds back the responses of an endpoint from now on, until the returned action is called.</summary>
    public Action Hold(string endpoint) => _held.Hold(endpoint);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Values(StubRequest request)
    {
        var rows = request.PathAndQuery.Split('?')[1].Split('&')
            .Where(p => p.StartsWith("addresses=", StringComparison.Ordinal))
            .Select(p => $$"""{"value_usd":{{ValueUsd}},"address":"{{p["addresses=".Length..]}}"}""")
            .ToList();
        return $$"""
            {"result":{"total":{{rows.Count * ValueUsd}},"by_address":[{{string.Join(',', rows)}}],"by_category":[],"by_protocol_group":[],"by_chain":[]},"meta":null}
            """;
    }

    private sealed class HeldResponses(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private (string Endpoint, Task Released)? _held;

        public Action Hold(string endpoint)
        {
            var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _held = (endpoint, released.Task);
            return released.SetResult;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (_held is var (endpoint, released) && request.RequestUri!.AbsolutePath.EndsWith(endpoint, StringComparison.Ordinal))
                await released.WaitAsync(cancellationToken);
            return response;
        }
    }

    /// <summary>The events of a subscription.</summary>
    internal sealed class Events(ResponseStream stream) : IAsyncDisposable
    {
        // Real time, so that a broken test ends.
        private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(30);

        private readonly IAsyncEnumerator<OperationResult> _results = stream.GetAsyncEnumerator();

        /// <summary>The response if the subscription was rejected; null if it has started.</summary>
        public JsonElement? RequestError => stream.Single is { } single ? Parse(single) : null;

        /// <summary>Returns the next event, as a complete response.</summary>
        public async Task<JsonElement> NextAsync()
        {
            (await MoveAsync()).ShouldBeTrue("there is another event");
            return Parse(_results.Current);
        }

        /// <summary>Waits for the next event. Returns false if the subscription has ended.</summary>
        public async Task<bool> MoveAsync() => await _results.MoveNextAsync().AsTask().WaitAsync(TestTimeout);

        public async ValueTask DisposeAsync()
        {
            await _results.DisposeAsync();
            await stream.DisposeAsync();
        }

        private static JsonElement Parse(OperationResult result) => JsonDocument.Parse(result.ToJson()).RootElement;
    }
}
