using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Server.Tests.Paging;

/// <summary>The server with a stub upstream. A test sets its holdings and changes them between pages. All wallets have the same holdings.</summary>
internal sealed class PagedGraph : IAsyncDisposable
{
    public const string Wallet = Wallets.Typical;
    public const string Other = "0xa11aa11aa11aa11aa11aa11aa11aa11aa11aa11a";

    private readonly GraphServer _server;

    private PagedGraph(GraphServer server, StubUpstream upstream) => (_server, Upstream) = (server, upstream);

    public StubUpstream Upstream { get; }

    /// <summary>The current holdings, each a letter and a value in USD, as in <c>A100 B90 C</c>. An item without a value is unpriced. Items with lower-case letters are closed. Items from N on are on Base.</summary>
    public string Held { get; set; } = "";

    /// <summary>The name of the protocol of each position.</summary>
    public Func<char, string> ProtocolOf { get; set; } = _ => "Aave V3";

    public static async Task<PagedGraph> StartAsync(string held)
    {
        var upstream = new StubUpstream();
        var server = await GraphServer.StartAsync(services: services =>
        {
            services.AddHttpClient(UpstreamHttpClients.V4).ConfigurePrimaryHttpMessageHandler(() => upstream);
            services.AddHttpClient(UpstreamHttpClients.V5).ConfigurePrimaryHttpMessageHandler(() => upstream);
        });
        var graph = new PagedGraph(server, upstream) { Held = held };
        upstream
            .Returns("v4/overview/erc20/details", _ => graph.Rows(Token))
            .Returns("v4/overview/protocols/details", _ => graph.Rows((name, value) => Position(name, value, graph.ProtocolOf(name))));
        return graph;
    }

    /// <summary>Invalidates the cache, so that the next page shows the current holdings.</summary>
    public async Task RefreshAsync() =>
        (await _server.QueryAsync("mutation($addresses: [Address!]!) { refreshWallets(addresses: $addresses) { wallets { address } } }", new { addresses = new[] { Wallet, Other } })).ShouldHaveNoErrors();

    /// <summary>Loads a page.</summary>
    /// <param name="field">The list field with its arguments except cursors, as in <c>tokens(first: 2)</c>.</param>
    /// <param name="after">The cursor in <c>after</c>; null if there is none.</param>
    /// <param name="owner">The owner of the list: <c>wallet</c>, <c>other</c>, <c>portfolio</c>, <c>chain</c> (of the wallet) or <c>protocol</c> (the first of the wallet).</param>
    /// <param name="before">The cursor in <c>before</c>; null if there is none.</param>
    public async Task<Page> PageAsync(string field, string? after = null, string owner = "wallet", string? before = null)
    {
        var of = field.StartsWith("tokens", StringComparison.Ordinal) ? "token { name }" : field.StartsWith("protocols", StringComparison.Ordinal) ? "protocol { name }" : "name";
        var list = $"list: {field[..^1]}, after: $after, before: $before) {{ totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} edges {{ cursor node {{ {of} }} }} }}";
        var document = owner switch
        {
            "other" => $"query($after: String, $before: String) {{ owner: wallet(address: \"{Other}\") {{ {list} }} }}",
            "portfolio" => $"query($after: String, $before: String) {{ owner: portfolio(addresses: [\"{Wallet}\", \"{Other}\"]) {{ {list} }} }}",
            "chain" => $"query($after: String, $before: String) {{ owner: wallet(address: \"{Wallet}\") {{ chain(chainId: 1) {{ {list} }} }} }}",
            "protocol" => $"query($after: String, $before: String) {{ owner: wallet(address: \"{Wallet}\") {{ protocols(first: 1) {{ nodes {{ {list} }} }} }} }}",
            _ => $"query($after: String, $before: String) {{ owner: wallet(address: \"{Wallet}\") {{ {list} }} }}",
        };
        var response = await _server.QueryAsync(document, new { after, before });
        return new Page(response, owner switch { "chain" => "owner.chain.list", "protocol" => "owner.protocols.nodes.0.list", _ => "owner.list" });
    }

    /// <summary>Runs a query on the wallet.</summary>
    /// <param name="selection">The selection set of the wallet.</param>
    public Task<GraphResponse> WalletAsync(string selection) => _server.QueryAsync($"{{ wallet(address: \"{Wallet}\") {{ {selection} }} }}");

    /// <summary>Returns positions that differ only in the end of a long name.</summary>
    public static string Named(string start, params string[] ends)
    {
        JsonArray rows = [];
        foreach (var end in ends)
        {
            var row = Position('A', 100);
            row["name"] = start + end;
            rows.Add(row);
        }

        return new JsonObject { ["result"] = rows, ["meta"] = null }.ToJsonString();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Rows(Func<char, decimal?, JsonObject> row)
    {
        JsonArray rows =
        [
            .. Held.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(item => row(item[0], item.Length > 1 ? decimal.Parse(item[1..], CultureInfo.InvariantCulture) : null)),
        ];
        return new JsonObject { ["result"] = rows, ["meta"] = null }.ToJsonString();
    }

    private static JsonObject Token(char name, decimal? valueUsd) => Common(name, valueUsd, new JsonObject
    {
        ["symbol"] = $"{name}",
        ["amount"] = valueUsd ?? 1,
        ["price_to_usd"] = valueUsd is null ? null : 1,
        ["abs_profit_usd"] = 0,
    });

    private static JsonObject Position(char name, decimal? valueUsd, string protocol = "Aave V3") => Common(name, valueUsd, new JsonObject
    {
        ["token_id"] = 0,
        ["protocol"] = protocol.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(),
        ["protocol_name"] = protocol,
        ["sub_contract_type"] = "supply",
        ["underlying_tokens"] = new JsonArray(),
        ["rewards_tokens"] = new JsonArray(),
        ["debt"] = false,
        ["profit_abs_usd"] = 0,
    });

    private static JsonObject Common(char name, decimal? valueUsd, JsonObject row)
    {
        row["chain_id"] = char.ToUpperInvariant(name) < 'N' ? 1 : 8453;
        row["contract_address"] = $"0x{(int)name:x40}";
        row["name"] = $"{name}";
        row["value_usd"] = valueUsd;
        row["roi"] = 0;
        row["status"] = char.IsUpper(name) ? 1 : 0;
        return row;
    }

    /// <summary>One page.</summary>
    internal sealed record Page(GraphResponse Response, string Path)
    {
        /// <summary>The letters of the items, in order.</summary>
        public string Items => string.Concat(Edges.Select(e => NameOf(e.GetProperty("node"))));

        public IReadOnlyList<string> Cursors => [.. Edges.Select(e => e.GetProperty("cursor").GetString()!)];

        public string? StartCursor => Info("startCursor").GetString();

        public string? EndCursor => Info("endCursor").GetString();

        public bool HasNext => Info("hasNextPage").GetBoolean();

        public bool HasPrevious => Info("hasPreviousPage").GetBoolean();

        public int Total => (int)Response.ShouldHaveNoErrors().Number($"{Path}.totalCount");

        private IEnumerable<JsonElement> Edges => Response.ShouldHaveNoErrors()[$"{Path}.edges"].EnumerateArray();

        private static string? NameOf(JsonElement node) =>
            (node.TryGetProperty("token", out var token) ? token : node.TryGetProperty("protocol", out var protocol) ? protocol : node).GetProperty("name").GetString();

        private JsonElement Info(string field) => Response.ShouldHaveNoErrors()[$"{Path}.pageInfo.{field}"];
    }
}
