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
            .Returns("v4/overview/protocols/details", _ => graph.Rows(Position));
        return graph;
    }

    /// <summary>Invalidates the cache, so that the next page shows the current holdings.</summary>
    public async Task RefreshAsync() =>
        (await _server.QueryAsync("mutation($addresses: [Address!]!) { refreshWallets(addresses: $addresses) { wallets { address } } }", new { addresses = new[] { Wallet, Other } })).ShouldHaveNoErrors();

    /// <summary>Loads a page.</summary>
    /// <param name="field">The list field with its arguments except <c>after</c>, as in <c>tokens(first: 2)</c>.</param>
    /// <param name="after">The cursor; null for the first page.</param>
    /// <param name="owner">The owner of the list: <c>wallet</c>, <c>other</c>, <c>portfolio</c> or <c>chain</c> (of the wallet).</param>
    public async Task<Page> PageAsync(string field, string? after = null, string owner = "wallet")
    {
        var of = field.StartsWith("tokens", StringComparison.Ordinal) ? "token { name }" : "name";
        var list = $"list: {field[..^1]}, after: $after) {{ totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} edges {{ cursor node {{ {of} }} }} }}";
        var document = owner switch
        {
            "other" => $"query($after: String) {{ owner: wallet(address: \"{Other}\") {{ {list} }} }}",
            "portfolio" => $"query($after: String) {{ owner: portfolio(addresses: [\"{Wallet}\", \"{Other}\"]) {{ {list} }} }}",
            "chain" => $"query($after: String) {{ owner: wallet(address: \"{Wallet}\") {{ chain(chainId: 1) {{ {list} }} }} }}",
            _ => $"query($after: String) {{ owner: wallet(address: \"{Wallet}\") {{ {list} }} }}",
        };
        var response = await _server.QueryAsync(document, new { after });
        return new Page(response, owner == "chain" ? "owner.chain.list" : "owner.list");
    }

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

    private static JsonObject Position(char name, decimal? valueUsd) => Common(name, valueUsd, new JsonObject
    {
        ["token_id"] = 0,
        ["protocol"] = "aavev3",
        ["protocol_name"] = "Aave V3",
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
        public string Items => string.Concat(Edges.Select(e => e.GetProperty("node") is var node && node.TryGetProperty("token", out var token) ? token.GetProperty("name").GetString() : node.GetProperty("name").GetString()));

        public IReadOnlyList<string> Cursors => [.. Edges.Select(e => e.GetProperty("cursor").GetString()!)];

        public string? StartCursor => Info("startCursor").GetString();

        public string? EndCursor => Info("endCursor").GetString();

        public bool HasNext => Info("hasNextPage").GetBoolean();

        public bool HasPrevious => Info("hasPreviousPage").GetBoolean();

        public int Total => (int)Response.ShouldHaveNoErrors().Number($"{Path}.totalCount");

        private IEnumerable<JsonElement> Edges => Response.ShouldHaveNoErrors()[$"{Path}.edges"].EnumerateArray();

        private JsonElement Info(string field) => Response.ShouldHaveNoErrors()[$"{Path}.pageInfo.{field}"];
    }
}
