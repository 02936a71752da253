using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

/// <summary>The header <c>GraphQL-Cost</c>.</summary>
public sealed class CostHeaderTests(SharedHost host) : IClassFixture<SharedHost>
{
    private const string Cost = "extensions\":{\"cost\":{\"fieldCost\":0,\"typeCost\":1}}}";

    [Theory]
    [InlineData("report", "{\"data\":{\"hello\":\"Hello world\"},\"" + Cost)]
    [InlineData("REPORT", "{\"data\":{\"hello\":\"Hello world\"},\"" + Cost)]
    [InlineData("validate", "{\"" + Cost)]
    [InlineData("other", "{\"data\":{\"hello\":\"Hello world\"}}")]
    [InlineData("", "{\"data\":{\"hello\":\"Hello world\"}}")]
    public async Task Response_Should_FollowTheCostHeader_When_ItIsSent(string value, string body)
    {
        foreach (var request in new[] { Post("""{"query":"{ hello }"}"""), Get("/graphql?query=%7Bhello%7D"), Post("""{"query":"{ hello }"}""", "multipart/mixed, application/json") })
        {
            request.Headers.TryAddWithoutValidation("GraphQL-Cost", value);
            var response = await host.GetResponseAsync(request);

            response.Status.ShouldBe(HttpStatusCode.OK);
            response.Body.ShouldBe(body);
        }
    }

    [Fact]
    public async Task Mutation_Should_NotRun_When_OnlyItsCostIsRequested()
    {
        await using var otherHost = await GraphQLHost.StartAsync();
        var request = Post("""{"query":"mutation { touch }"}""");
        request.Headers.Add("GraphQL-Cost", "validate");

        (await otherHost.Client.GetResponseAsync(request)).Status.ShouldBe(HttpStatusCode.OK);

        otherHost.Schema.TouchCount.ShouldBe(0);
    }
}
