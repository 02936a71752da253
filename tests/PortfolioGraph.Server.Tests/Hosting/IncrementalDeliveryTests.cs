using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>Parts of an answer that come later, for clients that take it in parts.</summary>
public sealed class IncrementalDeliveryTests
{
    private const string Query = "query($address: Address!) { wallet(address: $address) { address ... @defer(label: \"worth\") { valueUsd } } }";

    [DiffersOnHotChocolate("its parts have the older form")]
    [Fact]
    public async Task Answer_Should_ComeInParts_When_TheClientTakesThem()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await AskAsync(graph, "multipart/mixed");
        var body = await response.Content.ReadAsStringAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("multipart/mixed");
        body.ShouldContain("\"pending\":[{\"id\":\"0\",\"path\":[\"wallet\"],\"label\":\"worth\"}]");
        body.IndexOf("valueUsd", StringComparison.Ordinal).ShouldBeGreaterThan(body.IndexOf("pending", StringComparison.Ordinal));
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=d8da"]);
    }

    [DiffersOnHotChocolate("it refuses parts to a client that takes none")]
    [Fact]
    public async Task Answer_Should_ComeWhole_When_TheClientTakesNoParts()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await AskAsync(graph, "application/json");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"valueUsd\":271406.497");
    }

    private static async Task<HttpResponseMessage> AskAsync(GraphServer graph, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Query, variables = new { address = Wallets.Typical } }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        return await graph.Client.SendAsync(request);
    }
}
