using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

/// <summary>If the endpoint requires it, an operation by GET needs a header that browsers send for other sites only after a preflight request.</summary>
public sealed class PreflightTests
{
    private const string Query = "/graphql?query=%7Bhello%7D";

    [Theory]
    [InlineData("GraphQL-Preflight", HttpStatusCode.OK)]
    [InlineData("graphql-preflight", HttpStatusCode.OK)]
    [InlineData("Apollo-Require-Preflight", HttpStatusCode.OK)]
    [InlineData("X-Requested-With", HttpStatusCode.BadRequest)]
    public async Task Get_Should_BeAccepted_When_ItHasAPreflightHeader(string header, HttpStatusCode status)
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { EnforceGetRequestsPreflightHeader = true });

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var request = new HttpRequestMessage(method, Query) { Headers = { { header, "1" } } };
            var response = await host.Client.GetResponseAsync(request);

            response.Status.ShouldBe(status);
            if (status == HttpStatusCode.BadRequest && method == HttpMethod.Get)
                response.Error.Code.ShouldBe("PREFLIGHT_REQUIRED");
        }
    }

    [Fact]
    public async Task Request_Should_NotNeedTheHeader_When_ItCannotBeForgedOrTheCheckIsDisabled()
    {
        await using var enforcing = await GraphQLHost.StartAsync(new GraphQLServerOptions { EnforceGetRequestsPreflightHeader = true });
        await using var permissive = await GraphQLHost.StartAsync();

        (await enforcing.Client.GetResponseAsync(Post("""{"query":"{ hello }"}"""))).Status.ShouldBe(HttpStatusCode.OK);
        (await enforcing.Client.GetResponseAsync(Get("/graphql?sdl"))).Status.ShouldBe(HttpStatusCode.OK);
        (await permissive.Client.GetResponseAsync(Get(Query))).Status.ShouldBe(HttpStatusCode.OK);
    }
}
