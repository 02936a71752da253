using System.Globalization;
using System.Net;
using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>
/// No list has two items with the same id, regardless of the rows that the upstream returns and of the route. No value is lost or counted twice.
/// </summary>
public sealed class UniqueIdProperties
{
    // Few choices, so that duplicates are common, and fewer unreadable ones, so that most responses are accepted.
    private static readonly string[] Contracts =
    [
        Quoted(StubWorld.Native), Quoted("0x0000000000000000000000000000000000000000"), Quoted("0x0000000000000000000000000000000000001010"), Quoted(StubWorld.Usdc),
        Quoted("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"), Quoted("0xA0B86991C6218B36C1D19D4A2E9EB0CE3606EB48"), Quoted(StubWorld.Native), Quoted(StubWorld.Usdc), Quoted(StubWorld.AUsdc), "null", Quoted("So11111111111111111111111111111111111111112"),
    ];

    private static readonly string[] Chains = ["1", "137", "\"137\"", "137.0", "1.0", "1", "137", "null", "\"?\""];
    private static readonly string[] Figures = ["0", "1", "2.5", "-3", "1e3", "null", "\"n/a\""];
    private static readonly string[] TokenIds = ["0", "7", "7.0", "\"7\"", "null", "0", "0", "7", "[]"];
    private static readonly string[] Owners = [Quoted(Wallets.Lower(1)), Quoted(Wallets.Lower(2)), "null", Quoted("0x0000000000000000000000000000000000000000")];
    private static readonly string[] Indexes = ["\"0xa\"", "\"0xb\"", "null", "{\"chain\":1,\"contract_address\":" + Quoted(StubWorld.Usdc) + "}"];

    /// <summary>Rows as numbers that select values from the lists above.</summary>
    private static readonly Arbitrary<IReadOnlyList<int[]>> Rows =
        (from rows in Gen.Choose(0, 1000).ArrayOf(12).ListOf()
         select (IReadOnlyList<int[]>)rows.ToList()).ToArbitrary();

    [Fact]
    public void Keys_Should_BeUnique_When_TokenRowsAreArbitrary() => Check(static rows =>
    {
        using var stub = new StubUpstream();
        stub.Returns("v4/overview/erc20/details", List(rows, V4Token))
            .Returns("v5.0/tokens/snapshot", List(rows, V5Row))
            .Returns("v5.0/tokens/metrics", List(rows, Metrics));
        using var core = CoreHost.Over(stub);
        TokensKey[] keys = [new(Wallets.Owners(1, 2), TimeRange.OneYear), new(Wallets.Owners(1, 2), WithDecimals: true), new(Wallets.Owners(1), TimeRange.OneDay, WithClosed: true)];

        return Load(core.Tokens, keys).Values.All(static result => result.Value is not { } tokens || AreUnique(tokens.Items.Select(static token => token.Key)));
    });

    [Fact]
    public void Keys_Should_BeUnique_When_TokensComeFromTheOtherVersion() => Check(static rows =>
    {
        using var stub = new StubUpstream();
        stub.ReturnsStatus("v4/overview/erc20/details", HttpStatusCode.NotFound)
            .Returns("v5.0/tokens/snapshot", List(rows, V5Row))
            .Returns("v5.0/tokens/metrics", List(rows, Metrics));
        using var core = CoreHost.Over(stub);
        TokensKey key = new(Wallets.Owners(1, 2), TimeRange.OneYear);

        return Load(core.Tokens, [key])[key].Value is not { } tokens || AreUnique(tokens.Items.Select(static token => token.Key));
    });

    [Fact]
    public void Keys_Should_BeUnique_When_PositionRowsAreArbitrary() => Check(static rows =>
    {
        using var stub = new StubUpstream();
        stub.Returns("v4/overview/protocols/details", List(rows, V4Position))
            .Returns("v5.0/protocols/snapshot", List(rows, V5Row))
            .Returns("v5.0/protocols/metrics", List(rows, Metrics));
        using var core = CoreHost.Over(stub);
        PositionsKey[] keys =
        [
            new(Wallets.Owners(1)), new(Wallets.Owners(2), HoldingFacets.Locks), new(Wallets.Owners(1, 2), HoldingFacets.ProfitAndLoss | HoldingFacets.Economics),
            new(Wallets.Owners(1, 2), HoldingFacets.Closed | HoldingFacets.Economics | HoldingFacets.ProfitAndLoss | HoldingFacets.Locks),
        ];

        return Load(core.Positions, keys).Values.All(static result => result.Value is not { } positions
            || (AreUnique(positions.Items.Select(static position => position.Key))
                && positions.Items.All(static position => position.IsDebt == (position.Kind == PositionKind.Debt) && (position.IsDebt ? position.ValueUsd is null or <= 0 : position.ValueUsd is null or >= 0))));
    });

    [Fact]
    public void Keys_Should_BeUnique_When_PastRowsAreArbitrary() => Check(static rows =>
    {
        using var stub = new StubUpstream();
        stub.Returns("v5.0/tokens/snapshot", List(rows, V5Row)).Returns("v5.0/protocols/snapshot", List(rows, V5Row));
        using var core = CoreHost.Over(stub);
        var key = new PastHoldingsKey(Wallets.Owners(1, 2), DateTimeOffset.UnixEpoch.AddDays(18_000));

        return Load(core.PastHoldings, [key])[key].Value is not { } past
            || (AreUnique((past.Tokens.Value ?? []).Select(static token => token.Key)) && AreUnique((past.Positions.Value ?? []).Select(static position => position.Key)));
    });

    [Fact]
    public void Value_Should_BeTheSumOfTheRows_When_ValidRowsRepeatTokens()
    {
        var validRows = Gen.Choose(0, 5).Zip(Gen.Choose(0, 1)).Zip(Gen.Choose(1, 50)).ListOf().ToArbitrary();

        Prop.ForAll(validRows, static given =>
        {
            using var stub = new StubUpstream();
            stub.Returns("v4/overview/erc20/details", $"{{\"result\":[{string.Join(',', given.Select(static row => string.Create(CultureInfo.InvariantCulture, $$"""{"chain_id":{{(row.Item1.Item2 == 0 ? 1 : 137)}},"contract_address":{{Contracts[row.Item1.Item1]}},"amount":{{row.Item2}},"price_to_usd":2,"value_usd":{{row.Item2 * 2}},"abs_profit_usd":{{row.Item2}},"roi":0.5,"status":1}""")))}]}}");
            using var core = CoreHost.Over(stub);
            TokensKey key = new(Wallets.Owners(1), TimeRange.OneYear);

            var items = Load(core.Tokens, [key])[key].Value!.Items;

            return items.Sum(static token => token.ValueUsd) == given.Sum(static row => row.Item2 * 2)
                && items.Sum(static token => token.ProfitAndLoss.Value!.AbsoluteUsd) == given.Sum(static row => row.Item2)
                && items.All(static token => token.PriceUsd == 2 && token.ProfitAndLoss.Value!.Roi == 0.5m);
        }).QuickCheckThrowOnFailure();
    }

    private static void Check(Func<IReadOnlyList<int[]>, bool> property) => Prop.ForAll(Rows, property).QuickCheckThrowOnFailure();

    private static IReadOnlyDictionary<TKey, LoadResult<TValue>> Load<TKey, TValue>(IDatasetLoader<TKey, TValue> source, IReadOnlyList<TKey> keys)
        where TKey : notnull
        where TValue : notnull => source.LoadAsync(keys, CancellationToken.None).GetAwaiter().GetResult();

    private static bool AreUnique(IEnumerable<string> keys)
    {
        var all = keys.ToList();
        return all.Distinct(StringComparer.Ordinal).Count() == all.Count;
    }

    private static string Quoted(string text) => $"\"{text}\"";

    private static string List(IReadOnlyList<int[]> rows, Func<int[], string> toRow) => $"{{\"result\":[{string.Join(',', rows.Select(toRow))}]}}";

    private static string Of(string[] choices, int choice) => choices[choice % choices.Length];

    private static string V4Token(int[] row) => $$"""
        {"chain_id":{{Of(Chains, row[0])}},"contract_address":{{Of(Contracts, row[1])}},"name":"n","symbol":7,"amount":{{Of(Figures, row[2])}},"price_to_usd":{{Of(Figures, row[3])}},
         "value_usd":{{Of(Figures, row[4])}},"abs_profit_usd":{{Of(Figures, row[5])}},"roi":{{Of(Figures, row[6])}},"status":{{row[7] % 3}}}
        """;

    private static string V4Position(int[] row) => $$"""
        {"chain_id":{{Of(Chains, row[0])}},"contract_address":{{Of(Contracts, row[1])}},"token_id":{{Of(TokenIds, row[2])}},"addresses":[{{Of(Owners, row[3])}},{{Of(Owners, row[4])}}],"protocol":"aavev3",
         "name":"p","sub_contract_type":"{{(row[5] % 2 == 0 ? "debt" : "supply")}}","debt":{{(row[6] % 2 == 0 ? "true" : "false")}},"status":{{row[7] % 3}},"value_usd":{{Of(Figures, row[8])}},
         "profit_abs_usd":{{Of(Figures, row[9])}},"roi":{{Of(Figures, row[10])}}}
        """;

    private static string V5Row(int[] row) => $$"""
        {"index":{{Of(Indexes, row[11])}},"chain":{{Of(Chains, row[0])}},"contract_address":{{Of(Contracts, row[1])}},"token_id":{{Of(TokenIds, row[2])}},"address":{{Of(Owners, row[3])}},
         "protocol_type":"{{(row[5] % 3 == 0 ? "debt" : "token")}}","protocol_group_id":"aave-v3","contract_name":"p","contract_symbol":"s","asset_sign":{{(row[6] % 3) - 1}},"status":{{row[7] % 3}},
         "value_usd":{{Of(Figures, row[8])}},"locked":{{(row[4] % 2 == 0 ? "true" : "false")}},"underlying_tokens":[{"chain_id":1,"address":{{Of(Contracts, row[9])}},"amount":{{Of(Figures, row[10])}},"price_usd":2}]}
        """;

    private static string Metrics(int[] row) => $$"""{"index":{{Of(Indexes, row[0])}},"profit_abs_usd":{{Of(Figures, row[1])}},"roi":{{Of(Figures, row[2])}}}""";
}
