using PortfolioGraph.Core.Routing.V5;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Tests.Routing;

public sealed class V5MetricsJoinTests
{
    private const string Pool = "0x98c23e9d8f34fefb1b7bd6a91b7ff122f4e16f5c";
    private const string Nfts = "0xc36442b4a4522e871399cd717abdd847ab11fe88";
    private const string Native = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
    private const string Zero = "0x0000000000000000000000000000000000000000";
    private const string First = "0x00000000000000000000000000000000000000a1";
    private const string Second = "0x00000000000000000000000000000000000000a2";

    private static readonly V5SnapshotRow[] Held =
    [
        Row("0x01", 1, Pool, owner: First),
        Row("0x02", 1, Pool, owner: Second),
        Row("0x03", 1, Nfts, tokenId: 7, owner: First),
        Row("0x04", 1, Nfts, tokenId: 8, owner: First),
        Row("0x05", 10, Nfts, tokenId: 7, owner: First),
        Row("0x06", 8453, Native),
        Row("0x07", 56, Pool, owner: First, subGroup: "stable"),
        Row("0x08", 56, Pool, owner: First, subGroup: "core"),
    ];

    [Theory]
    [InlineData("0x02", "0x02")]
    [InlineData("0x09", null)]
    [InlineData("""{"address":"0x00000000000000000000000000000000000000a2","chain":1,"contract_address":"0x98c23e9d8f34fefb1b7bd6a91b7ff122f4e16f5c","token_id":0,"protocol_sub_group_id":null}""", "0x02")]
    [InlineData("""{"address":null,"chain":1,"contract_address":"0x98c23e9d8f34fefb1b7bd6a91b7ff122f4e16f5c","token_id":null}""", "0x01+0x02")]
    [InlineData("""{"address":null,"chain":1,"contract_address":"0xC36442b4a4522E871399CD717aBDD847Ab11FE88","token_id":8}""", "0x04")]
    [InlineData("""{"address":null,"chain":10,"contract_address":"0xc36442b4a4522e871399cd717abdd847ab11fe88"}""", "0x05")]
    [InlineData("""{"address":null,"chain":1,"contract_address":"0xc36442b4a4522e871399cd717abdd847ab11fe88"}""", null)]
    [InlineData("""{"address":"0x00000000000000000000000000000000000000a2","chain":10,"contract_address":"0xc36442b4a4522e871399cd717abdd847ab11fe88","token_id":7}""", null)]
    [InlineData("""{"address":"0x00000000000000000000000000000000000000a2","chain":8453,"contract_address":"0x0000000000000000000000000000000000000000","token_id":0}""", "0x06")]
    [InlineData("""{"chain":56,"contract_address":"0x98c23e9d8f34fefb1b7bd6a91b7ff122f4e16f5c","protocol_sub_group_id":"core"}""", "0x08")]
    [InlineData("""{"chain":null,"contract_address":"0xc36442b4a4522e871399cd717abdd847ab11fe88","token_id":8}""", null)]
    [InlineData("""{"chain":"one","contract_address":[]}""", null)]
    [InlineData("{}", null)]
    public void Join_Should_FindTheMatchingHolding_When_TheIndexIsAStringOrAnObject(string index, string? rows)
    {
        var metrics = new V5MetricsRow { Index = index };

        var joined = V5MetricsJoin.Join(Held, [metrics], areMetricsComplete: true);

        joined.Where(group => group.Metrics.Contains(metrics)).Select(group => string.Join('+', group.Held.Select(held => held.Index))).ShouldBe(rows is null ? [] : [rows]);
        joined.SelectMany(group => group.Held).ShouldBe(Held, ignoreOrder: true);
    }

    [Fact]
    public void Join_Should_DropMetrics_When_SeveralObjectsMatchOneRow()
    {
        const string pool = $$"""{"chain":10,"contract_address":"{{Nfts}}","token_id":7}""";

        var joined = V5MetricsJoin.Join(Held, [new V5MetricsRow { Index = pool }, new V5MetricsRow { Index = pool }], areMetricsComplete: true);

        joined.ShouldAllBe(group => group.Metrics.Count == 0);
    }

    [Theory]
    [InlineData(1, 2, "0x07", 1)]
    [InlineData(2, 2, "0x07", 2)]
    [InlineData(3, 2, "0x07", 0)]
    [InlineData(2, 1, "0x07", 0)]
    [InlineData(1, 2, null, 0)]
    public void Join_Should_CountEachMetricsRowOnce_When_SeveralRowsOfOneHoldingShareAnIndex(int metrics, int owners, string? index, int counted)
    {
        V5SnapshotRow[] held = [.. new[] { First, Second }.Take(owners).Select(owner => Row("0x07", 1, Pool, owner: owner))];

        var joined = V5MetricsJoin.Join(held, [.. Enumerable.Range(0, metrics).Select(_ => new V5MetricsRow { Index = index })], areMetricsComplete: true);

        joined.Sum(group => group.Metrics.Count).ShouldBe(counted);
        joined.Sum(group => group.Held.Count).ShouldBe(owners);
    }

    [Fact]
    public void Join_Should_CountOnlyTheSharedMetrics_When_OneOwnerAlsoHasItsOwn()
    {
        const string own = $$"""{"address":"{{First}}","chain":1,"contract_address":"{{Pool}}","token_id":0}""";
        const string sharedIndex = $$"""{"address":null,"chain":1,"contract_address":"{{Pool}}","token_id":0}""";
        V5SnapshotRow[] held = [Row(own, 1, Pool, owner: First), Row("0x02", 1, Pool, owner: Second)];
        V5MetricsRow[] metrics = [new() { Index = own, ProfitAbsUsd = new("10") }, new() { Index = sharedIndex, ProfitAbsUsd = new("15") }];

        var joined = V5MetricsJoin.Join(held, metrics, areMetricsComplete: true);

        joined.ShouldHaveSingleItem().Metrics.ShouldHaveSingleItem().ProfitAbsUsd.ShouldBe(new Upstream.JsonNumber("15"));
    }

    [Fact]
    public void Join_Should_DropMetrics_When_TheirKeyMatchesTwoHoldings()
    {
        var joined = V5MetricsJoin.Join([Row("0x07", 1, Pool), Row("0x07", 10, Pool)], [new V5MetricsRow { Index = "0x07" }], areMetricsComplete: true);

        joined.ShouldAllBe(group => group.Metrics.Count == 0 && !group.IsUnambiguous);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void IsUnambiguous_Should_RequireAllMetrics_When_ARowHasNone(bool areMetricsComplete, bool isUnambiguous) =>
        V5MetricsJoin.Join([Row("0x07", 1, Pool, owner: First)], [], areMetricsComplete).Single().IsUnambiguous.ShouldBe(isUnambiguous);

    private static V5SnapshotRow Row(string index, long chainId, string contract, int tokenId = 0, string owner = Zero, string? subGroup = null) => new()
    {
        Index = index,
        ChainId = chainId,
        ContractAddress = contract,
        TokenId = tokenId,
        Address = owner,
        ProtocolGroupId = "group",
        ProtocolSubGroupId = subGroup,
    };
}
