using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Server.Engine;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>304 responses before an engine without conditional requests.</summary>
public sealed class ConditionalRequestMiddlewareTests
{
    private const string Address = $"/graphql?query={{wallet(address:\"{Wallets.Typical}\"){{valueUsd}}}}";

    [Fact]
    public async Task Response_Should_BeNotModified_When_TheTagMatches()
    {
        await using var graph = await StartAsync();
        using var first = await SendAsync(graph, Address);

        using var matching = await SendAsync(graph, Address, first.Headers.ETag!.ToString());
        using var wildcard = await SendAsync(graph, Address, "*");

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var response in new[] { matching, wildcard })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
            response.Content.Headers.ContentType.ShouldBeNull();
            response.Headers.ETag.ShouldBe(first.Headers.ETag);
            response.Headers.CacheControl!.Private.ShouldBeTrue();
            response.Headers.Age.ShouldNotBeNull();
        }

        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=d8da"]);
    }

    [Fact]
    public async Task Response_Should_HaveABody_When_TheTagDiffers()
    {
        await using var graph = await StartAsync();
        using var first = await SendAsync(graph, Address);

        using var otherTag = await SendAsync(graph, Address, "W/\"another\"");
        using var otherQuery = await SendAsync(graph, Address.Replace("valueUsd", "id valueUsd", StringComparison.Ordinal), first.Headers.ETag!.ToString());

        (await otherTag.Content.ReadAsStringAsync()).ShouldContain("271406.497");
        (await otherQuery.Content.ReadAsStringAsync()).ShouldContain("271406.497");
        otherTag.Headers.ETag.ShouldBe(first.Headers.ETag);
    }

    [Fact]
    public async Task Response_Should_HaveABody_When_ItHasNoLoadedData()
    {
        await using var graph = await StartAsync();

        using var response = await SendAsync(graph, "/graphql?query={__typename}", "*");

        (await response.Content.ReadAsStringAsync()).ShouldContain("\"__typename\":\"Query\"");
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("multipart/mixed; boundary=\"-\"")]
    public async Task Response_Should_PassUnchanged_When_ItIsAStream(string type)
    {
        await using var host = await MiddlewareHost.StartAsync(engine: async context =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync("one ");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync("two");
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={a}");
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);

        using var response = await host.Client.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).ShouldBe("one two");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue("later data is not known when the headers are sent");
    }

    private static Task<GraphServer> StartAsync() => GraphServer.StartAsync(services: services => services.AddSingleton<IEngineMiddleware, UnconditionalEngine>());

    private static async Task<HttpResponseMessage> SendAsync(GraphServer graph, string address, string? matching = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (matching is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", matching);
        return await graph.Client.SendAsync(request);
    }

    // The engine of this build would respond with 304 itself.
    private sealed class UnconditionalEngine : IEngineMiddleware
    {
        public void UseIn(IApplicationBuilder branch) => branch.UseMiddleware<ConditionalRequestMiddleware>().Use((context, next) =>
        {
            context.Request.Headers.IfNoneMatch = default;
            return next(context);
        });
    }
}
