using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class MethodTests(SharedHost host) : IClassFixture<SharedHost>
{
    private const string Mutation = "/graphql?query=mutation%20%7B%20touch%20%7D";

    [Theory]
    [InlineData("PATCH")]
    [InlineData("TRACE")]
    public async Task Request_Should_BeRefused_When_TheMethodIsNotServed(string method)
    {
        var answer = await host.AskAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql"));

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.ContentHeaders.Allow.ShouldBe(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);
        answer.Error.Code.ShouldBe("METHOD_NOT_ALLOWED");
        answer.Error.Message.ShouldContain(method);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Request_Should_BeRefused_When_NoEventStreamsAreReserved(string method)
    {
        await using var own = await GraphQLHost.StartAsync(new GraphQLServerOptions { EventStreams = { EnableSingleConnection = false } });

        var answer = await own.Client.AskAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql"));

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.ContentHeaders.Allow.ShouldBe(["GET", "HEAD", "POST", "OPTIONS"]);
        answer.Error.Code.ShouldBe("METHOD_NOT_ALLOWED");
        answer.Error.Message.ShouldContain(method);
    }

    [Fact]
    public async Task Options_Should_NameTheMethods_When_Asked()
    {
        var answer = await host.AskAsync(new HttpRequestMessage(HttpMethod.Options, "/graphql"));

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.ContentHeaders.Allow.ShouldBe(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);
    }

    [Fact]
    public async Task Post_Should_RunAMutation_When_Sent()
    {
        await using var own = await GraphQLHost.StartAsync();

        var answer = await own.Client.AskAsync(Post("""{"query":"mutation { touch }"}"""));

        answer.Body.ShouldBe("""{"data":{"touch":1}}""");
    }

    [Theory]
    [InlineData("GET", "application/graphql-response+json")]
    [InlineData("GET", "application/json")]
    [InlineData("HEAD", "application/json")]
    public async Task Get_Should_NotRunAMutation_When_Asked(string method, string accept)
    {
        var answer = await host.AskAsync(new HttpRequestMessage(new HttpMethod(method), Mutation).Accepting(accept));

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.ContentHeaders.Allow.ShouldBe(["POST"]);
        host.Host.Schema.Touched.ShouldBe(0);
    }

    [Fact]
    public async Task Head_Should_AnswerAsGetWithoutABody_When_TheQueryRuns()
    {
        var answer = await host.AskAsync(new HttpRequestMessage(HttpMethod.Head, "/graphql?query=%7Bhello%7D"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe(Json);
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_Should_BeRefused_When_SwitchedOff()
    {
        await using var own = await GraphQLHost.StartAsync(new GraphQLServerOptions { EnableGetRequests = false, EnableSchemaRequests = false, Tool = { Enable = false }, EventStreams = { Enable = false } });

        var answer = await own.Client.AskAsync(Get("/graphql?query=%7Bhello%7D"));

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.ContentHeaders.Allow.ShouldBe(["POST", "OPTIONS"]);
        answer.Error.Message.ShouldContain("POST");
    }
}
