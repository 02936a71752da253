using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>Incremental delivery (<c>@defer</c>) for clients that accept it, and complete responses for those that do not.</summary>
public sealed class IncrementalDeliveryTests
{
    private const string Query = "query($address: Address!) { wallet(address: $address) { address ... @defer(label: \"worth\") { valueUsd } } }";

    [DiffersOnHotChocolate("it uses the older format of incremental delivery")]
    [Fact]
    public async Task Response_Should_BeIncremental_When_TheClientAcceptsParts()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await SendAsync(graph, "multipart/mixed");
        var body = await response.Content.ReadAsStringAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("multipart/mixed");
        body.ShouldContain("\"pending\":[{\"id\":\"0\",\"path\":[\"wallet\"],\"label\":\"worth\"}]");
        body.IndexOf("valueUsd", StringComparison.Ordinal).ShouldBeGreaterThan(body.IndexOf("pending", StringComparison.Ordinal));
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=d8da"]);
    }

    [DiffersOnHotChocolate("it rejects @defer if the client accepts no parts")]
    [Fact]
    public async Task Response_Should_BeComplete_When_TheClientAcceptsNoParts()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await SendAsync(graph, "application/json");

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"valueUsd\":271406.497");
    }

    private static async Task<HttpResponseMessage> SendAsync(GraphServer graph, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Query, variables = new { address = Wallets.Typical } }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        return await graph.Client.SendAsync(request);
    }
}
