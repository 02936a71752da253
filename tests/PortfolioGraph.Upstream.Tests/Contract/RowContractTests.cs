using PortfolioGraph.Upstream.V4;
using PortfolioGraph.Upstream.V5;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Contract;

/// <summary>An unreadable member affects only the member, and an unreadable row only the row. The other rows are read.</summary>
public sealed class RowContractTests : IDisposable
{
    private const string Good = """{"chain_id":10,"contract_address":"0xaa","symbol":"G","amount":1,"status":1}""";

    private static readonly V4TokenDetails GoodRow = new() { ChainId = 10, ContractAddress = "0xaa", Symbol = "G", Amount = new("1"), Status = 1 };

    private readonly UpstreamHarness _harness = new();

    public void Dispose() => _harness.Dispose();

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
    public async Task GetTokenDetailsAsync_Should_ReplaceLoneSurrogates_When_TextIsMalformed(string member, string? symbol)
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
    public async Task GetTokenDetailsAsync_Should_ReturnNullForANumber_When_ItIsNotANumber(string value)
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
    public async Task GetTokenDetailsAsync_Should_ReadWholeNumbers_When_TheNotationVaries(string status, int? read)
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
    public async Task GetTokenDetailsAsync_Should_ReturnChainZero_When_TheChainIdIsUnreadable(string chain, long? read)
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
    public async Task GetTokenDetailsAsync_Should_ReturnAnEmptyRow_When_TheRowIsNotAnObject(string row) =>
        (await TokensAsync($"[{row},{Good}]")).ShouldBe([new V4TokenDetails { ChainId = 0 }, GoodRow]);

    [Theory]
    [InlineData("\"[Array]\"")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task GetTokenSnapshotAsync_Should_ReturnNullForAnInnerList_When_ItIsNotAList(string list)
    {
        _harness.Stub.Returns("tokens/snapshot", $$"""{"result":[{"index":"a","contract_address":"0xaa","underlying_tokens":{{list}},"locked":"no","asset_sign":"-1"}]}""");

        var row = (await _harness.V5.GetTokenSnapshotAsync(One)).Response.ShouldNotBeNull().Result.Single();

        row.ShouldBe(new V5SnapshotRow { Index = "a", ContractAddress = "0xaa", AssetSign = -1 });
    }

    [Theory]
    [InlineData("\"n/a\"")]
    [InlineData("[]")]
    public async Task GetCurrentValueAsync_Should_ReportAnInvalidResponse_When_TheTotalIsNotANumber(string total)
    {
        _harness.Stub.Returns("v5.0/general/current_value", $$"""{"result":{"total":{{total}},"by_address":[]} }""");

        (await _harness.V5.GetCurrentValueAsync(One)).Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.InvalidResponse);
    }

    [Theory]
    [InlineData("""{"result":[{"\ud83d":1,"contract_address":"0xbb"},GOOD],"meta":null}""")]
    [InlineData("""{"\ud83d":1,"result":[{"contract_address":"0xbb"},GOOD],"meta":{"\ud83d":2}}""")]
    public async Task GetTokenDetailsAsync_Should_ReadTheRow_When_AnUnknownMemberNameIsMalformed(string body)
    {
        _harness.Stub.Returns("overview/erc20/details", body.Replace("GOOD", Good));

        (await _harness.V4.GetTokenDetailsAsync(One, WireTimeRange.OneYear)).Response.ShouldNotBeNull().Result.ShouldBe([new V4TokenDetails { ChainId = null, ContractAddress = "0xbb" }, GoodRow]);
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
    public async Task GetProtocolDetailsAsync_Should_ReadBooleans_When_TheNotationVaries(string debt, bool? read)
    {
        _harness.Stub.Returns("overview/protocols/details", $$"""{"result":[{"chain_id":1,"contract_address":"0xaa","debt":{{debt}} }]}""");

        (await _harness.V4.GetProtocolDetailsAsync(One)).Response.ShouldNotBeNull().Result.Single().Debt.ShouldBe(read);
    }

    private async Task<IReadOnlyList<V4TokenDetails>> TokensAsync(string rows)
    {
        _harness.Stub.Returns("overview/erc20/details", $$"""{"result":{{rows}},"meta":null}""");
        return (await _harness.V4.GetTokenDetailsAsync(One, WireTimeRange.OneYear)).Response.ShouldNotBeNull().Result;
    }
}
