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
    public async Task Post_Should_AnswerInTheFormatAskedFor_When_ItCan(string? accept, string contentType)
    {
        var answer = await host.AskAsync(Post("""{"query":"{ hello }"}""", accept));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe(contentType);
        answer.Body.ShouldBe("""{"data":{"hello":"Hello world"}}""");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/*")]
    [InlineData("*/*;q=0")]
    [InlineData("application/json;charset=latin1")]
    public async Task Post_Should_AnswerNotAcceptable_When_NoFormatIsAllowed(string accept)
    {
        var answer = await host.AskAsync(Post("""{"query":"mutation { touch }"}""", accept));

        answer.Status.ShouldBe(HttpStatusCode.NotAcceptable);
        answer.ContentType.ShouldBe(Json);
        answer.Error.Code.ShouldBe("NOT_ACCEPTABLE");
        answer.Error.Message.ShouldContain("application/graphql-response+json");
        host.Host.Schema.Touched.ShouldBe(0);
    }

    [Fact]
    public async Task Post_Should_AnswerBadRequest_When_AcceptIsNoListOfMediaTypes()
    {
        var answer = await host.AskAsync(Post("""{"query":"{ hello }"}""", ";;;"));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.Message.ShouldContain("Accept");
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
        var answer = await host.AskAsync(Post(body, accept));

        answer.Status.ShouldBe(status);
        answer.ContentType.ShouldBe($"{accept}; charset=utf-8");
        var result = JsonDocument.Parse(answer.Body).RootElement;
        result.TryGetProperty("data", out _).ShouldBeFalse();
        result.GetProperty("errors").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("application/graphql-response+json")]
    [InlineData("application/json")]
    public async Task Post_Should_AnswerOk_When_AFieldFailsAndDataIsNull(string accept)
    {
        var answer = await host.AskAsync(Post("""{"query":"{ broken }"}""", accept));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var result = JsonDocument.Parse(answer.Body).RootElement;
        result.GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
        result.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldBe("BROKEN");
    }
}
