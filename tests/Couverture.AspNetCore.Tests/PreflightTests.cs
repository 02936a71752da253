using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

/// <summary>Where it is wanted, an operation by GET needs a header that no page of another site sends unasked.</summary>
public sealed class PreflightTests
{
    private const string Query = "/graphql?query=%7Bhello%7D";

    [Theory]
    [InlineData("GraphQL-Preflight", HttpStatusCode.OK)]
    [InlineData("graphql-preflight", HttpStatusCode.OK)]
    [InlineData("Apollo-Require-Preflight", HttpStatusCode.OK)]
    [InlineData("X-Requested-With", HttpStatusCode.BadRequest)]
    public async Task Get_Should_BeAnswered_When_ItHasTheHeader(string header, HttpStatusCode status)
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { EnforceGetRequestsPreflightHeader = true });

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var request = new HttpRequestMessage(method, Query) { Headers = { { header, "1" } } };
            var answer = await host.Client.AskAsync(request);

            answer.Status.ShouldBe(status);
            if (status == HttpStatusCode.BadRequest && method == HttpMethod.Get)
                answer.Error.Code.ShouldBe("PREFLIGHT_REQUIRED");
        }
    }

    [Fact]
    public async Task Request_Should_NeedNoHeader_When_NoPageSendsItUnasked()
    {
        await using var wanted = await GraphQLHost.StartAsync(new GraphQLServerOptions { EnforceGetRequestsPreflightHeader = true });
        await using var usual = await GraphQLHost.StartAsync();

        (await wanted.Client.AskAsync(Post("""{"query":"{ hello }"}"""))).Status.ShouldBe(HttpStatusCode.OK);
        (await wanted.Client.AskAsync(Get("/graphql?sdl"))).Status.ShouldBe(HttpStatusCode.OK);
        (await usual.Client.AskAsync(Get(Query))).Status.ShouldBe(HttpStatusCode.OK);
    }
}
