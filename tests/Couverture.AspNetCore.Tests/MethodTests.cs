using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class MethodTests(SharedHost host) : IClassFixture<SharedHost>
{
    private const string Mutation = "/graphql?query=mutation%20%7B%20touch%20%7D";

    [Theory]
    [InlineData("PATCH")]
    [InlineData("TRACE")]
    public async Task Request_Should_BeRejected_When_TheMethodIsNotAllowed(string method)
    {
        var response = await host.GetResponseAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql"));

        response.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.ContentHeaders.Allow.ShouldBe(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);
        response.Error.Code.ShouldBe("METHOD_NOT_ALLOWED");
        response.Error.Message.ShouldContain(method);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Request_Should_BeRejected_When_SingleConnectionModeIsDisabled(string method)
    {
        await using var otherHost = await GraphQLHost.StartAsync(new GraphQLServerOptions { EventStreams = { EnableSingleConnection = false } });

        var response = await otherHost.Client.GetResponseAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql"));

        response.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.ContentHeaders.Allow.ShouldBe(["GET", "HEAD", "POST", "OPTIONS"]);
        response.Error.Code.ShouldBe("METHOD_NOT_ALLOWED");
        response.Error.Message.ShouldContain(method);
    }

    [Fact]
    public async Task Options_Should_ListTheAllowedMethods_When_Requested()
    {
        var response = await host.GetResponseAsync(new HttpRequestMessage(HttpMethod.Options, "/graphql"));

        response.Status.ShouldBe(HttpStatusCode.NoContent);
        response.ContentHeaders.Allow.ShouldBe(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]);
    }

    [Fact]
    public async Task Post_Should_RunAMutation_When_Sent()
    {
        await using var otherHost = await GraphQLHost.StartAsync();

        var response = await otherHost.Client.GetResponseAsync(Post("""{"query":"mutation { touch }"}"""));

        response.Body.ShouldBe("""{"data":{"touch":1}}""");
    }

    [Theory]
    [InlineData("GET", "application/graphql-response+json")]
    [InlineData("GET", "application/json")]
    [InlineData("HEAD", "application/json")]
    public async Task Get_Should_BeRejected_When_TheOperationIsAMutation(string method, string accept)
    {
        var response = await host.GetResponseAsync(new HttpRequestMessage(new HttpMethod(method), Mutation).Accepting(accept));

        response.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.ContentHeaders.Allow.ShouldBe(["POST"]);
        host.Host.Schema.TouchCount.ShouldBe(0);
    }

    [Fact]
    public async Task Head_Should_ReturnTheHeadersOfGet_When_TheQueryRuns()
    {
        var response = await host.GetResponseAsync(new HttpRequestMessage(HttpMethod.Head, "/graphql?query=%7Bhello%7D"));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe(Json);
        response.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_Should_BeRejected_When_Disabled()
    {
        await using var otherHost = await GraphQLHost.StartAsync(new GraphQLServerOptions { EnableGetRequests = false, EnableSchemaRequests = false, Tool = { Enable = false }, EventStreams = { Enable = false } });

        var response = await otherHost.Client.GetResponseAsync(Get("/graphql?query=%7Bhello%7D"));

        response.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.ContentHeaders.Allow.ShouldBe(["POST", "OPTIONS"]);
        response.Error.Message.ShouldContain("POST");
    }
}
