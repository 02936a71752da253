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
    public async Task Answer_Should_TellWhatTheHeaderAsks_When_ItIsSent(string value, string body)
    {
        foreach (var request in new[] { Post("""{"query":"{ hello }"}"""), Get("/graphql?query=%7Bhello%7D"), Post("""{"query":"{ hello }"}""", "multipart/mixed, application/json") })
        {
            request.Headers.TryAddWithoutValidation("GraphQL-Cost", value);
            var answer = await host.AskAsync(request);

            answer.Status.ShouldBe(HttpStatusCode.OK);
            answer.Body.ShouldBe(body);
        }
    }

    [Fact]
    public async Task Mutation_Should_NotRun_When_OnlyItsCostIsAsked()
    {
        await using var own = await GraphQLHost.StartAsync();
        var request = Post("""{"query":"mutation { touch }"}""");
        request.Headers.Add("GraphQL-Cost", "validate");

        (await own.Client.AskAsync(request)).Status.ShouldBe(HttpStatusCode.OK);

        own.Schema.Touched.ShouldBe(0);
    }
}
