using PortfolioGraph.Upstream.V4;
using PortfolioGraph.Upstream.V5;
using static PortfolioGraph.Upstream.Tests.UpstreamBench;

namespace PortfolioGraph.Upstream.Tests.Contract;

/// <summary>One bad member costs the member, one bad row costs the row: the rest of the list is read.</summary>
public sealed class RowContractTests : IDisposable
{
    private const string Good = """{"chain_id":10,"contract_address":"0xaa","symbol":"G","amount":1,"status":1}""";

    private static readonly V4TokenDetails GoodRow = new() { ChainId = 10, ContractAddress = "0xaa", Symbol = "G", Amount = new("1"), Status = 1 };

    private readonly UpstreamBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("\"symbol\":\"\\ud83d\"", "\uFFFD")]
    [InlineData("\"symbol\":\"a\\ud83d\\n\\\"b\\\\\\/\\udc4b\\t\"", "a\uFFFD\n\"b\\/\uFFFD\t")]
    [InlineData("\"symbol\":\"\\ud83d\\ude00\\ud83d\"", "\uD83D\uDE00\uFFFD")]
    [InlineData("\"symbol\":\"é\\u00e9\\ud83d\\u0041\"", "éé\uFFFDA")]
    [InlineData("\"symbol\":\"\\ude00\\ud83d\"", "\uFFFD\uFFFD")]
    [InlineData("\"symbol\":7", null)]
    [InlineData("\"symbol\":true", null)]
    [InlineData("\"symbol\":[\"S\"]", null)]
    [InlineData("\"symbol\":{\"text\":\"S\"}", null)]
    public async Task Text_Should_BeReadAsFarAsItCanBe_When_ItIsBrokenOrNone(string member, string? symbol)
    {
        var rows = await TokensAsync($$"""[{"chain_id":1,"contract_address":"0xbb",{{member}},"status":1},{{Good}}]""");

        rows.ShouldBe([new V4TokenDetails { ChainId = 1, ContractAddress = "0xbb", Symbol = symbol, Status = 1 }, GoodRow]);
    }

    [Theory]
    [InlineData("\"12.5\"")]
    [InlineData("\"n/a\"")]
    [InlineData("false")]
    [InlineData("[12.5]")]
    [InlineData("{\"usd\":12.5}")]
    public async Task Number_Should_BeNull_When_ItIsNone(string value)
    {
        var rows = await TokensAsync($$"""[{"chain_id":1,"contract_address":"0xbb","value_usd":{{value}},"amount":2},{{Good}}]""");

        rows.ShouldBe([new V4TokenDetails { ChainId = 1, ContractAddress = "0xbb", Amount = new("2") }, GoodRow]);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1.0", 1)]
    [InlineData("-1", -1)]
    [InlineData("1.5", null)]
    [InlineData("3000000000", null)]
    [InlineData("\"1\"", 1)]
    [InlineData("\"one\"", null)]
    [InlineData("[]", null)]
    public async Task WholeNumber_Should_BeReadInAnySpelling_When_ItIsOne(string status, int? read)
    {
        var rows = await TokensAsync($$"""[{"chain_id":1,"contract_address":"0xbb","status":{{status}}},{{Good}}]""");

        rows.Select(row => row.Status).ShouldBe([read, 1]);
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("8453", 8453L)]
    [InlineData("8453.0", 8453L)]
    [InlineData("\"8453\"", 8453L)]
    [InlineData("\"base\"", 0L)]
    [InlineData("1.5", 0L)]
    [InlineData("{\"id\":1}", 0L)]
    [InlineData("99999999999999999999", 0L)]
    public async Task ChainId_Should_NotBeThatOfATotal_When_ItCannotBeRead(string chain, long? read)
    {
        var rows = await TokensAsync($$"""[{"chain_id":{{chain}},"contract_address":"0xbb"},{{Good}}]""");

        rows.Select(row => row.ChainId).ShouldBe([read, 10]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"row\"")]
    [InlineData("[]")]
    [InlineData("[[1],{\"chain_id\":1}]")]
    [InlineData("false")]
    public async Task Row_Should_BeEmpty_When_ItIsNoObject(string row) =>
        (await TokensAsync($"[{row},{Good}]")).ShouldBe([new V4TokenDetails(), GoodRow]);

    [Theory]
    [InlineData("\"[Array]\"")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task InnerList_Should_BeNull_When_ItIsNone(string list)
    {
        _bench.Stub.Answers("tokens/snapshot", $$"""{"result":[{"index":"a","contract_address":"0xaa","underlying_tokens":{{list}},"locked":"no","asset_sign":"-1"}]}""");

        var row = (await _bench.V5.GetTokenSnapshotAsync(One)).Response.ShouldNotBeNull().Result.Single();

        row.ShouldBe(new V5SnapshotRow { Index = "a", ContractAddress = "0xaa", AssetSign = -1 });
    }

    [Theory]
    [InlineData("\"n/a\"")]
    [InlineData("[]")]
    public async Task Total_Should_MakeABadAnswer_When_ItIsNoNumber(string total)
    {
        _bench.Stub.Answers("v5.0/general/current_value", $$"""{"result":{"total":{{total}},"by_address":[]} }""");

        (await _bench.V5.GetCurrentValueAsync(One)).Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.InvalidResponse);
    }

    [Theory]
    [InlineData("""{"result":[{"\ud83d":1,"contract_address":"0xbb"},GOOD],"meta":null}""")]
    [InlineData("""{"\ud83d":1,"result":[{"contract_address":"0xbb"},GOOD],"meta":{"\ud83d":2}}""")]
    public async Task Row_Should_BeRead_When_TheNameOfAnUnknownMemberIsBroken(string body)
    {
        _bench.Stub.Answers("overview/erc20/details", body.Replace("GOOD", Good));

        (await _bench.V4.GetTokenDetailsAsync(One, WireTimeRange.OneYear)).Response.ShouldNotBeNull().Result.ShouldBe([new V4TokenDetails { ChainId = null, ContractAddress = "0xbb" }, GoodRow]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("\"True\"", true)]
    [InlineData("0", false)]
    [InlineData("\"false\"", false)]
    [InlineData("2", null)]
    [InlineData("\"no\"", null)]
    [InlineData("[true]", null)]
    public async Task TruthValue_Should_BeReadInAnySpelling_When_ItIsOne(string debt, bool? read)
    {
        _bench.Stub.Answers("overview/protocols/details", $$"""{"result":[{"chain_id":1,"contract_address":"0xaa","debt":{{debt}} }]}""");

        (await _bench.V4.GetProtocolDetailsAsync(One)).Response.ShouldNotBeNull().Result.Single().Debt.ShouldBe(read);
    }

    private async Task<IReadOnlyList<V4TokenDetails>> TokensAsync(string rows)
    {
        _bench.Stub.Answers("overview/erc20/details", $$"""{"result":{{rows}},"meta":null}""");
        return (await _bench.V4.GetTokenDetailsAsync(One, WireTimeRange.OneYear)).Response.ShouldNotBeNull().Result;
    }
}
