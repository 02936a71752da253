using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Stubs;

/// <summary>A token of one or several wallets.</summary>
internal sealed record HeldToken(int ChainId, string Contract, string Symbol, decimal PriceUsd, IReadOnlyDictionary<int, decimal> Amounts, int Decimals = 18, decimal ProfitUsd = 1.5m)
{
    public bool IsOpen { get; init; } = true;
}

/// <summary>A position of one or several wallets.</summary>
internal sealed record HeldPosition(int ChainId, string Contract, string V4Protocol, string V5Group, string Name, string Kind, bool IsDebt, IReadOnlyDictionary<int, decimal> ValuesUsd)
{
    public bool IsOpen { get; init; } = true;

    public bool IsLocked { get; init; }

    public decimal UnclaimedFeesUsd { get; init; } = 2;
}

/// <summary>
/// A small upstream whose two API versions return the same data and merge several addresses, as CONTRACT specifies. <see cref="Requests"/> lists all requests.
/// Tests can break single endpoints, or replace their responses on <see cref="Stub"/>.
/// </summary>
internal sealed class StubWorld
{
    public const string Native = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    public const string Usdc = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
    public const string AUsdc = "0x98c23e9d8f34fefb1b7bd6a91b7ff122f4e16f5c";
    public const string StEth = "0xae7ab96520de3a18e5e111b5eaab095312d7fe84";

    private readonly List<HeldToken> _tokens = [];
    private readonly List<HeldPosition> _positions = [];

    public StubWorld()
    {
        Stub
            .Returns("v5.0/general/current_value", r => Wrap(V5Value(r)))
            .Returns("v4/general/current_value", r => Wrap(Rows(WalletsOf(r), w => new JsonObject { ["address"] = Wallets.Lower(w), ["value_usd"] = ValueOf([w], Chain(r)) })))
            .Returns("v4/overview/erc20/current_value", r => Wrap(V4TokenGroups(r)))
            .Returns("v4/overview/protocols/current_value", r => Wrap(V4ProtocolGroups(r)))
            .Returns("v4/overview/erc20/details", r => Wrap(Rows(TokensOf(r), t => V4Token(r, t))))
            .Returns("v5.0/tokens/snapshot", r => Wrap(Rows(ByOwner(r, TokensOf(r).Where(t => t.IsOpen || SnapshotListsClosed), t => t.Amounts, TokenSnapshotNamesOwners), t => V5Token(t.Held, t.Wallets, t.Owner))))
            .Returns("v5.0/tokens/metrics", r => Wrap(Rows(TokensOf(r), t => new JsonObject { ["index"] = "0x" + t.Symbol + t.ChainId, ["profit_abs_usd"] = t.ProfitUsd, ["roi"] = 0.05m })))
            .Returns("v4/overview/protocols/details", r => Wrap(Rows(PositionsOf(r), p => V4Position(r, p))))
            .Returns("v5.0/protocols/snapshot", r => Wrap(Rows(ByOwner(r, PositionsOf(r).Where(p => p.IsOpen || SnapshotListsClosed), p => p.ValuesUsd, SnapshotNamesOwners), p => V5Position(p.Held, p.Wallets, p.Owner))))
            .Returns("v5.0/protocols/metrics", r => Wrap(Rows(ByOwner(r, PositionsOf(r), p => p.ValuesUsd, SnapshotNamesOwners), p => V5PositionMetrics(p.Held, p.Wallets, p.Owner))))
            .Returns("v4/general/profit_and_loss", r => Wrap(V4ProfitAndLoss(r)))
            // Not available by default, so that a test that breaks the first route sees the load fail.
            .ReturnsStatus("v4/overview/erc20/profit_and_loss", HttpStatusCode.NotFound);
    }

    public StubUpstream Stub { get; } = new();

    /// <summary>Whether v4's position rows name their owners.</summary>
    public bool NamesOwners { get; set; } = true;

    /// <summary>Whether v5's position snapshots have a row for each owner, with its address.</summary>
    public bool SnapshotNamesOwners { get; set; }

    /// <summary>Whether v5's token snapshots have a row for each owner, with its address. This has not been observed yet.</summary>
    public bool TokenSnapshotNamesOwners { get; set; }

    /// <summary>Whether v5's snapshots list closed holdings.</summary>
    public bool SnapshotListsClosed { get; set; } = true;

    /// <summary>Whether addresses in responses are in mixed case.</summary>
    public bool UsesMixedCase { get; set; }

    /// <summary>Whether the gain of a position depends on its owner: wallet N gains N percent.</summary>
    public bool GainsDifferByOwner { get; set; }

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<string> Requests => [.. Stub.Requests.Select(request => Wallets.Named(request.PathAndQuery))];

    public StubWorld Token(int chainId, string contract, string symbol, decimal priceUsd, params (int Wallet, decimal Amount)[] amounts)
    {
        _tokens.Add(new HeldToken(chainId, contract, symbol, priceUsd, amounts.ToDictionary(a => a.Wallet, a => a.Amount)));
        return this;
    }

    public StubWorld Position(HeldPosition position)
    {
        _positions.Add(position);
        return this;
    }

    public StubWorld Supply(string contract, string name, params (int Wallet, decimal ValueUsd)[] values) =>
        Position(new HeldPosition(1, contract, "aavev3", "aave-v3", name, "supply", false, values.ToDictionary(v => v.Wallet, v => v.ValueUsd)));

    /// <summary>Makes an endpoint respond with a status.</summary>
    public StubWorld Break(string endpoint, HttpStatusCode status = HttpStatusCode.BadGateway)
    {
        Stub.ReturnsStatus(endpoint, status);
        return this;
    }

    public decimal ValueOf(IReadOnlyCollection<int> wallets, int? chainId = null) =>
        wallets.Sum(w => _tokens.Where(t => On(t.ChainId, chainId)).Sum(t => Amount(t, [w]) * t.PriceUsd) + _positions.Where(p => On(p.ChainId, chainId)).Sum(p => SignedValue(p, [w])));

    private static bool On(int chainId, int? requested) => requested is null || requested == chainId;

    private static decimal Amount(HeldToken token, IEnumerable<int> wallets) => token.IsOpen ? wallets.Sum(w => token.Amounts.GetValueOrDefault(w)) : 0;

    private static decimal Value(HeldPosition position, IEnumerable<int> wallets) => position.IsOpen ? wallets.Sum(w => position.ValuesUsd.GetValueOrDefault(w)) : 0;

    private static decimal SignedValue(HeldPosition position, IEnumerable<int> wallets) => position.IsDebt ? -Value(position, wallets) : Value(position, wallets);

    private static string Wrap(JsonNode result) => new JsonObject { ["result"] = result, ["meta"] = null }.ToJsonString();

    private static JsonArray Rows<T>(IEnumerable<T> items, Func<T, JsonNode> row) => [.. items.Select(row)];

    private static IReadOnlyList<int> WalletsOf(StubRequest request) =>
        [.. Query(request).Where(p => p.Name == "addresses").Select(p => Wallets.Number(p.Value))];

    private static int? Chain(StubRequest request) =>
        Query(request).Where(p => p.Name == "chain_id").Select(p => (int?)int.Parse(p.Value, CultureInfo.InvariantCulture)).SingleOrDefault();

    private static IEnumerable<(string Name, string Value)> Query(StubRequest request) =>
        request.PathAndQuery.Split('?', 2)[1].Split('&').Select(p => p.Split('=')).Select(p => (p[0], p[1]));

    private IEnumerable<HeldToken> TokensOf(StubRequest request) => _tokens.Where(t => WalletsOf(request).Any(t.Amounts.ContainsKey));

    private IEnumerable<HeldPosition> PositionsOf(StubRequest request) => _positions.Where(p => WalletsOf(request).Any(p.ValuesUsd.ContainsKey));

    private static IEnumerable<(T Held, IReadOnlyList<int> Wallets, int? Owner)> ByOwner<T>(
        StubRequest request, IEnumerable<T> held, Func<T, IReadOnlyDictionary<int, decimal>> parts, bool byOwner) =>
        byOwner
            ? held.SelectMany(item => WalletsOf(request).Where(parts(item).ContainsKey).Select(w => (item, (IReadOnlyList<int>)[w], (int?)w)))
            : held.Select(item => (item, WalletsOf(request), (int?)null));

    private string AddressOf(int? wallet) => wallet is not { } number ? "0x0000000000000000000000000000000000000000" : UsesMixedCase ? Wallets.Address(number).Value : Wallets.Lower(number);

    private IEnumerable<int> ChainIds => _tokens.Select(t => t.ChainId).Concat(_positions.Select(p => p.ChainId)).Distinct().Order();

    private JsonObject V5Value(StubRequest request)
    {
        var wallets = WalletsOf(request);
        var chain = Chain(request);
        var native = _tokens.Where(t => t.Contract == Native && On(t.ChainId, chain)).Sum(t => Amount(t, wallets) * t.PriceUsd);
        var tokens = _tokens.Where(t => On(t.ChainId, chain)).Sum(t => Amount(t, wallets) * t.PriceUsd) - native;
        var positions = _positions.Where(p => On(p.ChainId, chain)).ToList();
        return new JsonObject
        {
            ["total"] = ValueOf(wallets, chain),
            ["by_address"] = Rows(wallets, w => new JsonObject { ["value_usd"] = ValueOf([w], chain), ["address"] = Wallets.Lower(w) }),
            ["by_category"] = Rows([("native", native), ("tokens", tokens), ("protocols", positions.Sum(p => SignedValue(p, wallets)))], c => new JsonObject { ["value_usd"] = c.Item2, ["category_id"] = c.Item1, ["category_name"] = c.Item1 }),
            ["by_protocol_group"] = Rows(positions.GroupBy(p => p.V5Group), g => new JsonObject { ["value_usd"] = g.Sum(p => SignedValue(p, wallets)), ["protocol_group_id"] = g.Key, ["protocol_group_name"] = g.Key.ToUpperInvariant() }),
            ["by_chain"] = Rows(ChainIds.Where(c => On(c, chain)), c => new JsonObject { ["value_usd"] = ValueOf(wallets, c), ["chain_id"] = c, ["chain_name"] = "Chain" }),
        };
    }

    private JsonArray V4TokenGroups(StubRequest request)
    {
        var wallets = WalletsOf(request);
        return Rows(["native", "stable", "token"], name => V4Group(name, ChainIds.Where(c => On(c, Chain(request))).Select(c => (c, _tokens.Where(t => t.ChainId == c && GroupOf(t) == name).Sum(t => Amount(t, wallets) * t.PriceUsd)))));

        static string GroupOf(HeldToken token) => token.Contract == Native ? "native" : token.Contract == Usdc ? "stable" : "token";
    }

    private JsonArray V4ProtocolGroups(StubRequest request)
    {
        var wallets = WalletsOf(request);
        return Rows(_positions.GroupBy(p => p.V4Protocol), g => V4Group(g.Key, g.Where(p => On(p.ChainId, Chain(request))).GroupBy(p => p.ChainId).Select(c => (c.Key, c.Sum(p => SignedValue(p, wallets))))));
    }

    private static JsonObject V4Group(string name, IEnumerable<(int ChainId, decimal ValueUsd)> perChain)
    {
        var chains = perChain.ToList();
        JsonArray rows = [new JsonObject { ["chain_id"] = null, ["value_usd"] = chains.Sum(c => c.ValueUsd) }];
        foreach (var (chainId, valueUsd) in chains)
            rows.Add(new JsonObject { ["chain_id"] = chainId, ["value_usd"] = valueUsd });
        return new JsonObject { ["protocol_name"] = name, ["result"] = rows };
    }

    private static JsonObject V4Token(StubRequest request, HeldToken token)
    {
        var amount = Amount(token, WalletsOf(request));
        return new JsonObject
        {
            ["chain_id"] = token.ChainId,
            ["contract_address"] = token.Contract,
            ["name"] = token.Symbol + " Token",
            ["symbol"] = token.Symbol,
            ["amount"] = amount,
            ["price_to_usd"] = token.PriceUsd,
            ["value_usd"] = amount * token.PriceUsd,
            ["abs_profit_usd"] = token.ProfitUsd,
            ["roi"] = 0.05m,
            ["status"] = token.IsOpen ? 1 : 0,
        };
    }

    private JsonObject V5Token(HeldToken token, IReadOnlyList<int> wallets, int? owner)
    {
        var amount = Amount(token, wallets);
        return new JsonObject
        {
            ["index"] = "0x" + token.Symbol + token.ChainId,
            ["chain"] = token.ChainId,
            ["contract_address"] = token.Contract,
            ["token_id"] = 0,
            ["address"] = AddressOf(owner),
            ["protocol_type"] = "token",
            ["protocol_group_id"] = "token",
            ["contract_name"] = token.Symbol + " Token",
            ["contract_symbol"] = token.Symbol,
            ["asset_sign"] = 1,
            ["status"] = token.IsOpen ? 1 : 0,
            ["underlying_tokens"] = new JsonArray(Balance(token.ChainId, token.Contract, token.Symbol, amount, token.PriceUsd, token.Decimals, "price_usd")),
            ["reward_tokens"] = new JsonArray(),
            ["value_usd"] = amount * token.PriceUsd,
            ["locked"] = false,
        };
    }

    private static JsonObject Balance(int chainId, string contract, string symbol, decimal amount, decimal priceUsd, int decimals, string priceName) => new()
    {
        ["chain_id"] = chainId,
        ["address"] = contract,
        ["decimals"] = decimals,
        ["symbol"] = symbol,
        ["name"] = symbol + " Token",
        ["amount"] = amount,
        [priceName] = priceUsd,
        ["value_usd"] = amount * priceUsd,
    };

    private JsonObject V4Position(StubRequest request, HeldPosition position)
    {
        var wallets = WalletsOf(request);
        var value = Value(position, wallets);
        return new JsonObject
        {
            ["chain_id"] = position.ChainId,
            ["contract_address"] = position.Contract,
            ["token_id"] = 0,
            ["addresses"] = Rows(NamesOwners ? wallets.Where(position.ValuesUsd.ContainsKey) : [], w => JsonValue.Create(AddressOf(w))),
            ["protocol"] = position.V4Protocol,
            ["name"] = position.Name,
            ["contract_type"] = position.V4Protocol,
            ["sub_contract_type"] = position.Kind,
            ["is_whitelisted"] = 1,
            ["protocol_name"] = position.V5Group.ToUpperInvariant(),
            ["protocol_icon"] = null,
            ["status"] = position.IsOpen ? 1 : 0,
            ["token_address"] = null,
            ["underlying_tokens"] = new JsonArray(Balance(position.ChainId, Usdc, "USDC", value, 1, 6, "price_to_usd")),
            ["value_usd"] = value,
            ["debt"] = position.IsDebt,
            ["rewards_tokens"] = new JsonArray(),
            ["profit_abs_usd"] = GainOf(position, wallets),
            ["roi"] = ReturnOf(position, wallets),
            ["weighted_apr"] = 0.041m,
            ["holding_time_days"] = 158,
            ["info"] = new JsonObject(),
        };
    }

    private JsonObject V5Position(HeldPosition position, IReadOnlyList<int> wallets, int? owner)
    {
        var value = Value(position, wallets);
        return new JsonObject
        {
            ["index"] = Index(position, owner),
            ["chain"] = position.ChainId,
            ["contract_address"] = position.Contract,
            ["token_id"] = 0,
            ["address"] = AddressOf(owner),
            ["protocol_type"] = position.Kind,
            ["protocol_group_id"] = position.V5Group,
            ["protocol_group_name"] = position.V5Group.ToUpperInvariant(),
            ["protocol_group_icon"] = null,
            ["contract_name"] = position.Name,
            ["contract_symbol"] = "",
            ["asset_sign"] = position.IsDebt ? -1 : 1,
            ["status"] = position.IsOpen ? 1 : 0,
            ["underlying_tokens"] = new JsonArray(Balance(position.ChainId, Usdc, "USDC", value, 1, 6, "price_usd")),
            ["reward_tokens"] = new JsonArray(),
            ["value_usd"] = value,
            ["locked"] = position.IsLocked,
        };
    }

    private JsonObject V5PositionMetrics(HeldPosition position, IReadOnlyList<int> wallets, int? owner) => new()
    {
        ["index"] = Index(position, owner),
        ["profit_abs_usd"] = GainOf(position, wallets),
        ["roi"] = ReturnOf(position, wallets),
        ["weighted_apr"] = 0.041m,
        ["holding_time_days"] = 158,
        ["rewards_tokens"] = new JsonArray(),
        ["rewards_usd"] = 0,
        ["claimed_fees"] = null,
        ["unclaimed_fees"] = new JsonArray(Balance(position.ChainId, Usdc, "USDC", position.UnclaimedFeesUsd, 1, 6, "price_usd")),
        ["unclaimed_fees_usd"] = position.UnclaimedFeesUsd,
    };

    private decimal GainOf(HeldPosition position, IReadOnlyList<int> wallets) =>
        GainsDifferByOwner ? wallets.Sum(w => w * position.ValuesUsd.GetValueOrDefault(w)) / 100 : 35;

    private decimal ReturnOf(HeldPosition position, IReadOnlyList<int> wallets) =>
        GainsDifferByOwner ? Math.Round(GainOf(position, wallets) / wallets.Sum(w => position.ValuesUsd.GetValueOrDefault(w)), 8) : 0.0178m;

    private static string Index(HeldPosition position, int? owner) => $"0x{position.Contract[2..]}{position.IsDebt}{owner}";

    private JsonArray V4ProfitAndLoss(StubRequest request)
    {
        JsonArray rows = [Row(null, 605.5m)];
        foreach (var chain in ChainIds)
            rows.Add(Row(chain, ValueOf(WalletsOf(request), chain) / 10));
        return rows;

        static JsonObject Row(int? chain, decimal profit) => new() { ["chain_id"] = chain, ["abs_profit_usd"] = profit, ["roi"] = 0.0721m };
    }
}
