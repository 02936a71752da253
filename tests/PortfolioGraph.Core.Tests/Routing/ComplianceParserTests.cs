using System.Text.Json;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Routing;

/// <summary>Only a certain verdict is returned, and no other form is ever a permission.</summary>
public sealed class ComplianceParserTests
{
    private static readonly Source Now = new(DataSourceState.Live, DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("""[{"address":"ME","is_allowed":true,"reason":null}]""", ComplianceVerdict.Allowed, null)]
    [InlineData("""[{"address":"ME","is_allowed":false,"reason":"listed"}]""", ComplianceVerdict.Denied, "listed")]
    [InlineData("""[{"address":"ME","is_allowed":false,"reason":" "}]""", ComplianceVerdict.Denied, null)]
    [InlineData("""{"address":"ME","is_allowed":true}""", ComplianceVerdict.Allowed, null)]
    [InlineData("""[{"address":"YOU","is_allowed":false},{"address":"ME","is_allowed":true,"extra":[]}]""", ComplianceVerdict.Allowed, null)]
    [InlineData("""[{"address":"ME","is_allowed":true},{"address":"ME","is_allowed":false,"reason":7}]""", ComplianceVerdict.Denied, null)]
    [InlineData("""[{"address":"ME","is_allowed":true},{"address":"ME"}]""", ComplianceVerdict.Unknown, null)]
    [InlineData("""[{"address":"YOU","is_allowed":true}]""", ComplianceVerdict.Unknown, null)]
    [InlineData("""[{"is_allowed":true}]""", ComplianceVerdict.Unknown, null)]
    [InlineData("""[{"address":"ME","is_allowed":"true"}]""", ComplianceVerdict.Unknown, null)]
    [InlineData("""[{"address":"ME","is_allowed":1}]""", ComplianceVerdict.Unknown, null)]
    [InlineData("""[{"address":"ME","is_allowed":null,"reason":"maintenance"}]""", ComplianceVerdict.Unknown, null)]
    [InlineData("""[{"address":"ME","allowed":true}]""", ComplianceVerdict.Unknown, null)]
    [InlineData("""{"ME":true}""", ComplianceVerdict.Unknown, null)]
    [InlineData("""[true]""", ComplianceVerdict.Unknown, null)]
    [InlineData("""[[{"address":"ME","is_allowed":true}]]""", ComplianceVerdict.Unknown, null)]
    [InlineData("[]", ComplianceVerdict.Unknown, null)]
    [InlineData("{}", ComplianceVerdict.Unknown, null)]
    [InlineData("true", ComplianceVerdict.Unknown, null)]
    public void Parse_Should_ReturnOnlyCertainVerdicts_When_TheBodyHasAnyForm(string json, ComplianceVerdict verdict, string? reason)
    {
        var body = JsonDocument.Parse(json.Replace("ME", Wallets.Lower(1), StringComparison.Ordinal).Replace("YOU", Wallets.Lower(2), StringComparison.Ordinal)).RootElement;

        ComplianceParser.Parse(body, Wallets.Address(1), Now).ShouldBe(new ComplianceCheck(verdict, reason, Now));
    }
}
