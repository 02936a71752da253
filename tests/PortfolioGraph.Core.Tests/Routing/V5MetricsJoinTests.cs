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
    [InlineData("""{"address":null,"chain":1,"contract_address":"0x98c23e9d8f34fefb1b7bd6a91b7ff122f4e16f5c","token_id":null}""", null)]
    [InlineData("""{"address":null,"chain":1,"contract_address":"0xC36442b4a4522E871399CD717aBDD847Ab11FE88","token_id":8}""", "0x04")]
    [InlineData("""{"address":null,"chain":10,"contract_address":"0xc36442b4a4522e871399cd717abdd847ab11fe88"}""", "0x05")]
    [InlineData("""{"address":null,"chain":1,"contract_address":"0xc36442b4a4522e871399cd717abdd847ab11fe88"}""", null)]
    [InlineData("""{"address":"0x00000000000000000000000000000000000000a2","chain":10,"contract_address":"0xc36442b4a4522e871399cd717abdd847ab11fe88","token_id":7}""", null)]
    [InlineData("""{"address":"0x00000000000000000000000000000000000000a2","chain":8453,"contract_address":"0x0000000000000000000000000000000000000000","token_id":0}""", "0x06")]
    [InlineData("""{"chain":56,"contract_address":"0x98c23e9d8f34fefb1b7bd6a91b7ff122f4e16f5c","protocol_sub_group_id":"core"}""", "0x08")]
    [InlineData("""{"chain":null,"contract_address":"0xc36442b4a4522e871399cd717abdd847ab11fe88","token_id":8}""", null)]
    [InlineData("""{"chain":"one","contract_address":[]}""", null)]
    [InlineData("{}", null)]
    public void Of_Should_FindTheOneRowThatIsMeant_When_TheIndexIsAStringOrAnObject(string index, string? row)
    {
        var metrics = new V5MetricsRow { Index = index };
        var join = new V5MetricsJoin(Held.Select(V5MetricsJoin.KeyOf), [metrics]);

        Held.Where(held => ReferenceEquals(join.Of(V5MetricsJoin.KeyOf(held)), metrics)).Select(held => held.Index).ShouldBe(row is null ? [] : [row]);
    }

    [Fact]
    public void Of_Should_GiveNothing_When_SeveralObjectsFitOneRow()
    {
        const string pool = $$"""{"chain":10,"contract_address":"{{Nfts}}","token_id":7}""";
        var join = new V5MetricsJoin(Held.Select(V5MetricsJoin.KeyOf), [new V5MetricsRow { Index = pool }, new V5MetricsRow { Index = pool }]);

        Held.Select(held => join.Of(V5MetricsJoin.KeyOf(held))).ShouldAllBe(metrics => metrics == null);
    }

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
