namespace Couverture.Generators.Tests;

public sealed class NamingTests
{
    [Theory]
    [InlineData("GetTokensAsync", true, "tokens")]
    [InlineData("GetNonTaskAsync", false, "nonTaskAsync")]
    [InlineData("Get", false, "get")]
    [InlineData("Getaway", false, "away")]
    [InlineData("GetX", false, "x")]
    [InlineData("Async", true, "async")]
    [InlineData("GetAsync", true, "async")]
    [InlineData("Wallet", false, "wallet")]
    [InlineData("HTTPStatus", false, "httpStatus")]
    [InlineData("URL", false, "url")]
    [InlineData("FOOBar", false, "fooBar")]
    [InlineData("USDValue", false, "usdValue")]
    [InlineData("PnL", false, "pnL")]
    [InlineData("ABc", false, "aBc")]
    [InlineData("iPhone", false, "iPhone")]
    [InlineData("snake_case", false, "snake_case")]
    public void Field_Should_ReturnFieldName_When_GivenAMethod(string method, bool returnsTask, string field) =>
        Naming.Field(method, returnsTask).ShouldBe(field);

    [Theory]
    [InlineData("EvmMainnet", "EVM_MAINNET")]
    [InlineData("ERC20", "ERC20")]
    [InlineData("L2", "L2")]
    [InlineData("Erc721Token", "ERC721_TOKEN")]
    [InlineData("OneInch", "ONE_INCH")]
    [InlineData("Usd1", "USD1")]
    [InlineData("USDValue", "USD_VALUE")]
    [InlineData("IPv4", "I_PV4")]
    [InlineData("foo_bar", "FOO_BAR")]
    [InlineData("BSC", "BSC")]
    [InlineData("ThreeYears", "THREE_YEARS")]
    public void EnumValue_Should_ReturnValueName_When_GivenAMember(string member, string value) =>
        Naming.EnumValue(member).ShouldBe(value);

    [Theory]
    [InlineData("GetTokensByKeyAsync", "TokensByKeyDataLoader")]
    [InlineData("WalletById", "WalletByIdDataLoader")]
    [InlineData("GetWalletDataLoader", "WalletDataLoader")]
    public void DataLoader_Should_ReturnDataLoaderName_When_GivenAMethod(string method, string loader) =>
        Naming.DataLoader(method).ShouldBe(loader);

    [Theory]
    [InlineData("A.B.Sample", "SampleTypes")]
    [InlineData("Sample", "SampleTypes")]
    [InlineData("A.B-c", "BcTypes")]
    [InlineData("A.1inch", "_1inchTypes")]
    public void Module_Should_UseTheLastPart_When_GivenAnAssemblyName(string assembly, string module) =>
        Naming.Module(assembly).ShouldBe(module);
}
