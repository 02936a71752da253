using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Server.Engine;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>304 in front of an engine that knows nothing of it.</summary>
public sealed class ConditionalAnswerTests
{
    private const string Address = $"/graphql?query={{wallet(address:\"{Wallets.Typical}\"){{valueUsd}}}}";

    [Fact]
    public async Task Answer_Should_BeLeftOut_When_TheClientHoldsIt()
    {
        await using var graph = await StartAsync();
        using var first = await AskAsync(graph, Address);

        using var held = await AskAsync(graph, Address, first.Headers.ETag!.ToString());
        using var any = await AskAsync(graph, Address, "*");

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var response in new[] { held, any })
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
    public async Task Answer_Should_BeWhole_When_TheClientHoldsAnother()
    {
        await using var graph = await StartAsync();
        using var first = await AskAsync(graph, Address);

        using var other = await AskAsync(graph, Address, "W/\"another\"");
        using var unheld = await AskAsync(graph, Address.Replace("valueUsd", "id valueUsd", StringComparison.Ordinal), first.Headers.ETag!.ToString());

        (await other.Content.ReadAsStringAsync()).ShouldContain("271406.497");
        (await unheld.Content.ReadAsStringAsync()).ShouldContain("271406.497");
        other.Headers.ETag.ShouldBe(first.Headers.ETag);
    }

    [Fact]
    public async Task Answer_Should_BeWhole_When_ItShowsNoData()
    {
        await using var graph = await StartAsync();

        using var response = await AskAsync(graph, "/graphql?query={__typename}", "*");

        (await response.Content.ReadAsStringAsync()).ShouldContain("\"__typename\":\"Query\"");
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("multipart/mixed; boundary=\"-\"")]
    public async Task Answer_Should_PassAsItComes_When_ItIsAStream(string type)
    {
        await using var host = await EdgeHost.StartAsync(engine: async context =>
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
        response.Headers.CacheControl!.NoStore.ShouldBeTrue("what comes later is not known when the headers go out");
    }

    private static Task<GraphServer> StartAsync() => GraphServer.StartAsync(services: services => services.AddSingleton<IEngineMiddleware, UnconditionalEngine>());

    private static async Task<HttpResponseMessage> AskAsync(GraphServer graph, string address, string? held = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (held is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", held);
        return await graph.Client.SendAsync(request);
    }

    // The engine of this build would answer 304 by itself.
    private sealed class UnconditionalEngine : IEngineMiddleware
    {
        public void UseIn(IApplicationBuilder branch) => branch.UseMiddleware<ConditionalResponses>().Use((context, next) =>
        {
            context.Request.Headers.IfNoneMatch = default;
            return next(context);
        });
    }
}
