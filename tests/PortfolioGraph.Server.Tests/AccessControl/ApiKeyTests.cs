using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>API keys: requests without one are rejected, each key has its own rate limit, and its name identifies the client of the call budget.</summary>
public sealed class ApiKeyTests
{
    private const string Key = "a-key-of-the-wallet-app";

    [Theory]
    [InlineData("X-Api-Key", Key, 200)]
    [InlineData("Authorization", "Bearer " + Key, 200)]
    [InlineData("Authorization", "bearer " + Key, 200)]
    [InlineData("X-Api-Key", "another", 401)]
    [InlineData("X-Api-Key", "", 401)]
    [InlineData("Authorization", "Basic " + Key, 401)]
    [InlineData(null, null, 401)]
    public async Task Request_Should_SucceedOnlyWithAKnownKey_When_KeysAreConfigured(string? header, string? value, int status)
    {
        await using var graph = await StartAsync();

        using var response = await SendAsync(graph, header, value);

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 401)
        {
            response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
            (await response.Content.ReadAsStringAsync()).ShouldContain("API_KEY_INVALID");
        }

        graph.Logs.Lines.ShouldNotContain(line => line.Contains(Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/graphql?query=%7B__typename%7D")]
    [InlineData("/graphql?sdl")]
    [InlineData("/report/" + Wallets.Typical + ".csv")]
    public async Task Endpoint_Should_RequireAKey_When_ItServesData(string path)
    {
        await using var graph = await StartAsync();

        using var response = await graph.Client.GetAsync(new Uri(path, UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Key_Should_IdentifyTheClientOfTheCallBudget_When_ARequestIsSent()
    {
        var loader = new BlockingStatusLoader();
        await using var graph = await StartAsync(services => services.AddSingleton<IDatasetLoader<Dataset, ServiceStatus>>(loader));
        loader.Release();

        using var response = await SendAsync(graph, "X-Api-Key", Key, BlockingStatusLoader.Query);

        loader.Caller.ShouldBe("wallet app");
    }

    [Fact]
    public async Task Request_Should_Succeed_When_NoKeyIsConfigured()
    {
        await using var graph = await GraphServer.StartAsync();

        (await graph.QueryAsync("{ __typename }")).ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Request_Should_BeRateLimited_When_ItsKeyIsOverItsLimit()
    {
        await using var graph = await StartAsync();

        using var first = await SendAsync(graph, "X-Api-Key", Key);
        using var second = await SendAsync(graph, "X-Api-Key", Key);
        using var third = await SendAsync(graph, "X-Api-Key", Key);
        using var other = await SendAsync(graph, "X-Api-Key", "the-other-key");

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        first.Headers.GetValues("RateLimit-Policy").ShouldBe(["\"key\";q=2;w=60"]);
        first.Headers.GetValues("RateLimit").ShouldBe(["\"key\";r=1"]);
        second.Headers.GetValues("RateLimit").ShouldBe(["\"key\";r=0"]);
        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        third.Headers.GetValues("RateLimit").ShouldBe(["\"key\";r=0"]);
        (await third.Content.ReadAsStringAsync()).ShouldContain("RATE_LIMITED");
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        other.Headers.Contains("RateLimit").ShouldBeFalse();
    }

    private static Task<GraphServer> StartAsync(Action<IServiceCollection>? services = null) => GraphServer.StartAsync(services: services, settings: new Dictionary<string, string>
    {
        ["Server:ApiKeys:0:Name"] = "wallet app",
        ["Server:ApiKeys:0:Hash"] = Hash(Key),
        ["Server:ApiKeys:0:RequestsPerMinute"] = "2",
        ["Server:ApiKeys:1:Name"] = "other",
        ["Server:ApiKeys:1:Hash"] = Hash("the-other-key").ToLowerInvariant(),
    });

    private static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static async Task<HttpResponseMessage> SendAsync(GraphServer graph, string? header, string? value, string query = "{ __typename }")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        return await graph.Client.SendAsync(request);
    }
}
