using System.Globalization;
using System.Text.Json;

namespace PortfolioGraph.Core.Tests.Routing;

/// <summary>Issues in a chart's data, in undocumented forms.</summary>
public sealed class DataIssueParserTests
{
    private const string Token = "0x1111111111111111111111111111111111111111";
    private const string Wallet = "0x2222222222222222222222222222222222222222";
    private const string None = "-";

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"price_outliers":[]}""")]
    [InlineData("""{"price_outliers":null,"gaps":false,"others":{}}""")]
    [InlineData("[]")]
    public void Parse_Should_ReturnNothing_When_NoIssueIsReported(string json) => Read(json).ShouldBeEmpty();

    [Theory]
    [InlineData("""{"chain_id":8453,"address":"TOKEN","timestamp":1753401600}""", "8453 TOKEN 1753401600")]
    [InlineData("""{"chain":1,"token_address":"TOKEN","wallet":"WALLET","block_time":1753401600}""", "1 TOKEN 1753401600")]
    [InlineData("""{"chain_id":1,"0":"TOKEN"}""", "1 TOKEN -")]
    [InlineData("""{"chain_id":1,"from":"TOKEN","to":"WALLET"}""", "1 - -")]
    [InlineData("""{"address":"TOKEN","date":1753401600}""", "- - 1753401600")]
    [InlineData("""{"chain_id":999999,"address":"0x"}""", "999999 - -")]
    [InlineData("""{"chain_id":"1","address":7,"timestamp":"yesterday"}""", "- - -")]
    [InlineData("""{"chain_id":-5,"timestamp":1753401600000}""", "- - -")]
    [InlineData("""{"chain_id":1.5,"timestamp":-1}""", "- - -")]
    [InlineData("""{}""", "- - -")]
    [InlineData("7", "- - -")]
    [InlineData("null", "- - -")]
    public void Parse_Should_KeepReadableMembers_When_AnOutlierHasAnyForm(string outlier, string expected)
    {
        var json = outlier.Replace("TOKEN", Token, StringComparison.Ordinal).Replace("WALLET", Wallet, StringComparison.Ordinal);

        var issue = Read($$"""{"price_outliers":[{{json}}]}""").ShouldHaveSingleItem();

        issue.Kind.ShouldBe(DataIssueKind.PriceOutlier);
        $"{issue.Chain?.ChainId.ToString(CultureInfo.InvariantCulture) ?? None} {issue.Token?.Address.Lower ?? None} {issue.Time?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? None}"
            .ShouldBe(expected.Replace("TOKEN", Token, StringComparison.Ordinal));
        issue.Token?.ChainId.ShouldBe(issue.Chain!.ChainId);
    }

    [Theory]
    [InlineData("""{"price_outliers":[],"gaps":[1]}""")]
    [InlineData("""{"anything":"at all"}""")]
    [InlineData("""[1,2]""")]
    [InlineData("\"many\"")]
    [InlineData("3")]
    public void Parse_Should_ReturnOneOtherIssue_When_TheKindIsUnknown(string json) => Read(json).ShouldBe([new DataIssue(DataIssueKind.Other, null, null, null)]);

    private static IReadOnlyList<DataIssue> Read(string json) => DataIssueParser.Parse(JsonDocument.Parse(json).RootElement is { ValueKind: not JsonValueKind.Null } issues ? issues : null, new ChainRegistry());
}
