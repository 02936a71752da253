using System.Text.Json;

namespace PortfolioGraph.Sandbox.Tests;

public sealed class ValidationTests(Api api) : IClassFixture<Api>
{
    private static readonly string Wallet = Api.Query(SandboxPersonas.Typical);

    [Fact]
    public void Query_Should_BeInvalid_When_AddressesAreMissing() =>
        ReadValidationError("v5.0/general/current_value").GetRawText()
            .ShouldBe("""{"detail":[{"type":"missing","loc":["query","addresses"],"msg":"Field required","input":null}]}""");

    [Theory]
    [InlineData("0x123", "string_too_short", "String should have at least 42 characters", "min_length")]
    [InlineData("", "string_too_short", "String should have at least 42 characters", "min_length")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa96045,0xd8da6bf26964af9d7eed9e03e53415d37aa96045", "string_too_long", "String should have at most 42 characters", "max_length")]
    public void Query_Should_BeInvalid_When_AnAddressHasTheWrongLength(string address, string type, string message, string context)
    {
        var error = ReadValidationError($"v4/general/current_value?{Wallet}&addresses={address}").List("detail").Single();

        error.Text("type").ShouldBe(type);
        error.Text("msg").ShouldBe(message);
        error.GetProperty("loc").GetRawText().ShouldBe("""["query","addresses",1]""");
        error.Text("input").ShouldBe(address);
        error.GetProperty("ctx").GetProperty(context).GetInt32().ShouldBe(42);
    }

    [Theory]
    [InlineData("v5.0/general/current_value", "chain_id=", "int_parsing", "Input should be a valid integer, unable to parse string as an integer")]
    [InlineData("v5.0/general/current_value", "chain_id=eth", "int_parsing", "Input should be a valid integer, unable to parse string as an integer")]
    [InlineData("v4/general/value_chart", "timerange=3months", "enum", "Input should be '1day', '1week', '1month', '1year' or '3years'")]
    [InlineData("v5.0/tokens/metrics", "timerange=", "enum", "Input should be '1day', '1week', '1month', '1year' or '3years'")]
    [InlineData("v4/general/current_value", "use_cache=True", "bool_parsing", "Input should be a valid boolean, unable to interpret input")]
    [InlineData("v5.0/general/report", "closed=maybe", "bool_parsing", "Input should be a valid boolean, unable to interpret input")]
    [InlineData("v4/overview/erc20/details", "closed_threshold=much", "float_parsing", "Input should be a valid number, unable to parse string as a number")]
    [InlineData("v5.0/tokens/snapshot", "timestamp=-1", "greater_than_equal", "Input should be greater than or equal to 0")]
    [InlineData("v5.0/protocols/snapshot", "timestamp=4294967296", "less_than", "Input should be less than 4294967296")]
    [InlineData("v5.0/protocols/metrics", "contract_address=0x1", "string_too_short", "String should have at least 42 characters")]
    [InlineData("v5.0/protocols/metrics", "token_id=first", "int_parsing", "Input should be a valid integer, unable to parse string as an integer")]
    public void Query_Should_BeInvalid_When_AValueIsWrong(string path, string parameter, string type, string message)
    {
        var error = ReadValidationError($"{path}?{Wallet}&{parameter}").List("detail").Single();

        error.Text("type").ShouldBe(type);
        error.Text("msg").ShouldBe(message);
        error.GetProperty("loc")[1].GetString().ShouldBe(parameter.Split('=')[0]);
        error.Text("input").ShouldBe(parameter.Split('=')[1]);
    }

    [Fact]
    public void Query_Should_ReportAllErrors_When_SeveralValuesAreWrong()
    {
        var errors = ReadValidationError("v4/overview/erc20/details?addresses=0x1&addresses=0x2&chain_id=a&timerange=b&closed=c&closed_threshold=d&use_cache=e").List("detail");

        errors.Select(e => string.Join('.', e.List("loc").Skip(1).Select(l => l.ToString())))
            .ShouldBe(["addresses.0", "addresses.1", "chain_id", "timerange", "closed", "closed_threshold", "use_cache"]);
    }

    [Theory]
    [InlineData("v5.0/general/current_value", "timerange=nonsense&from_timestamp=x&addresses[]=short")]
    [InlineData("v5.0/general/report", "use_cache=nonsense")]
    [InlineData("v5.0/general/status", "addresses=0x1")]
    [InlineData("v5.0/general/current_value", "chain_id=eth&chain_id=1")]
    [InlineData("v5.0/general/current_value", "chain_id=1.0")]
    public void Query_Should_BeValid_When_UnknownParametersOrEarlierValuesAreWrong(string path, string parameters)
    {
        using var response = api.Send($"{path}?{Wallet}&{parameters}");

        ((int)response.StatusCode).ShouldBe(200, Api.Body(response));
    }

    [Theory]
    [InlineData("chain_id=534352")]
    [InlineData("chain_id=-1")]
    [InlineData("chain_id=0")]
    [InlineData("chain_id=99999999999999999999999")]
    public void Query_Should_BeABadRequest_When_ChainIsNotSupported(string parameter)
    {
        using var response = api.Send($"v5.0/tokens/snapshot?{Wallet}&{parameter}");

        ((int)response.StatusCode).ShouldBe(400);
        var error = JsonDocument.Parse(Api.Body(response)).RootElement;
        error.Text("error").ShouldBe("Bad Request");
        error.Text("description").ShouldContain("is not supported");
        error.Text("requestId").ShouldBe(response.Headers.GetValues("X-Request-Id").Single());
    }

    [Fact]
    public void Query_Should_BeInvalid_When_ChainIsNotSupportedEither()
    {
        using var response = api.Send("v5.0/tokens/snapshot?addresses=0x1&chain_id=534352");

        ((int)response.StatusCode).ShouldBe(422);
    }

    [Theory]
    [InlineData("vitalikvitalikvitalikvitalikvitalikvit.eth")]
    [InlineData("0xz8da6bf26964af9d7eed9e03e53415d37aa96045")]
    public void Query_Should_BeABadRequest_When_AddressIsNotHexadecimal(string address)
    {
        using var response = api.Send($"v4/general/current_value?addresses={address}");

        ((int)response.StatusCode).ShouldBe(400);
    }

    private JsonElement ReadValidationError(string pathAndQuery)
    {
        using var response = api.Send(pathAndQuery);
        ((int)response.StatusCode).ShouldBe(422);
        return JsonDocument.Parse(Api.Body(response)).RootElement;
    }
}
