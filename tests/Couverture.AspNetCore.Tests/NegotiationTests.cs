using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class NegotiationTests(SharedHost host) : IClassFixture<SharedHost>
{
    [Theory]
    [InlineData(null, Json)]
    [InlineData("", Json)]
    [InlineData("*/*", Json)]
    [InlineData("application/*", Json)]
    [InlineData("application/graphql-response+json, */*", GraphQLResponse)]
    [InlineData("application/json, application/graphql-response+json;q=0.9", Json)]
    [InlineData("application/graphql-response+json", GraphQLResponse)]
    [InlineData("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", GraphQLResponse)]
    [InlineData("application/json, application/graphql-response+json", GraphQLResponse)]
    [InlineData("application/json, */*;q=0.5", Json)]
    [InlineData("application/json", Json)]
    [InlineData("APPLICATION/JSON;CHARSET=\"UTF-8\"", Json)]
    [InlineData("application/graphql-response+json;q=0.5, application/json", Json)]
    [InlineData("application/graphql-response+json;q=0, */*", Json)]
    [InlineData("application/json;charset=latin1, application/graphql-response+json;q=0.1", GraphQLResponse)]
    [InlineData("text/event-stream, multipart/mixed, application/json;q=0.1", Json)]
    public async Task Post_Should_UseThePreferredFormat_When_ItIsSupported(string? accept, string contentType)
    {
        var response = await host.GetResponseAsync(Post("""{"query":"{ hello }"}""", accept));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe(contentType);
        response.Body.ShouldBe("""{"data":{"hello":"Hello world"}}""");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/*")]
    [InlineData("*/*;q=0")]
    [InlineData("application/json;charset=latin1")]
    public async Task Post_Should_ReturnNotAcceptable_When_NoFormatIsAccepted(string accept)
    {
        var response = await host.GetResponseAsync(Post("""{"query":"mutation { touch }"}""", accept));

        response.Status.ShouldBe(HttpStatusCode.NotAcceptable);
        response.ContentType.ShouldBe(Json);
        response.Error.Code.ShouldBe("NOT_ACCEPTABLE");
        response.Error.Message.ShouldContain("application/graphql-response+json");
        host.Host.Schema.TouchCount.ShouldBe(0);
    }

    [Fact]
    public async Task Post_Should_ReturnBadRequest_When_AcceptIsNotAListOfMediaTypes()
    {
        var response = await host.GetResponseAsync(Post("""{"query":"{ hello }"}""", ";;;"));

        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Error.Message.ShouldContain("Accept");
    }

    [Theory]
    [InlineData("""{"query":"{ "}""", "application/graphql-response+json", HttpStatusCode.BadRequest)]
    [InlineData("""{"query":"{ "}""", "application/json", HttpStatusCode.OK)]
    [InlineData("""{"query":"{ nope }"}""", "application/graphql-response+json", HttpStatusCode.BadRequest)]
    [InlineData("""{"query":"{ nope }"}""", "application/json", HttpStatusCode.OK)]
    [InlineData("""{"query":"{ hello }","operationName":"Other"}""", "application/graphql-response+json", HttpStatusCode.BadRequest)]
    [InlineData("""{"query":"{ hello }","operationName":"Other"}""", "application/json", HttpStatusCode.OK)]
    [InlineData("""{"query":"query($n: String!) { hello(name: $n) }"}""", "application/graphql-response+json", HttpStatusCode.BadRequest)]
    [InlineData("""{"query":"query($n: String!) { hello(name: $n) }"}""", "application/json", HttpStatusCode.OK)]
    public async Task Post_Should_ChooseTheStatusByTheFormat_When_TheRequestFailsBeforeExecution(string body, string accept, HttpStatusCode status)
    {
        var response = await host.GetResponseAsync(Post(body, accept));

        response.Status.ShouldBe(status);
        response.ContentType.ShouldBe($"{accept}; charset=utf-8");
        var result = JsonDocument.Parse(response.Body).RootElement;
        result.TryGetProperty("data", out _).ShouldBeFalse();
        result.GetProperty("errors").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("application/graphql-response+json")]
    [InlineData("application/json")]
    public async Task Post_Should_ReturnOk_When_AFieldFailsAndDataIsNull(string accept)
    {
        var response = await host.GetResponseAsync(Post("""{"query":"{ broken }"}""", accept));

        response.Status.ShouldBe(HttpStatusCode.OK);
        var result = JsonDocument.Parse(response.Body).RootElement;
        result.GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
        result.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldBe("BROKEN");
    }
}
