using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class SchemaRequestTests(SharedHost host) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task Sdl_Should_ReturnTheSchema_When_Requested()
    {
        var response = await host.GetResponseAsync(Get("/graphql?sdl", "text/html"));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe("application/graphql; charset=utf-8");
        response.ContentHeaders.ContentDisposition?.FileName.ShouldBe("schema.graphql");
        response.Headers.CacheControl?.ToString().ShouldBe("public, no-cache");
        response.Body.ShouldContain("hello(name: String): String");
        response.Body.ShouldContain("Greets: ä.");
        response.Body.ShouldEndWith("}\n");
        response.Body.ShouldNotContain("\r");
    }

    [Fact]
    public async Task Sdl_Should_ReturnNotModified_When_TheClientHasIt()
    {
        var tag = (await host.GetResponseAsync(Get("/graphql?sdl"))).Headers.ETag.ShouldNotBeNull();

        foreach (var clientTags in (string[])[$"{tag}", $"\"other\", {tag}", $"W/{tag}", "*"])
        {
            var request = Get("/graphql?sdl");
            request.Headers.TryAddWithoutValidation("If-None-Match", clientTags);
            var response = await host.GetResponseAsync(request);
            response.Status.ShouldBe(HttpStatusCode.NotModified);
            response.Headers.ETag.ShouldBe(tag);
            response.Body.ShouldBeEmpty();
        }
        var changed = Get("/graphql?sdl");
        changed.Headers.TryAddWithoutValidation("If-None-Match", "\"other\"");
        (await host.GetResponseAsync(changed)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sdl_Should_HaveNoBody_When_RequestedByHead()
    {
        var get = await host.GetResponseAsync(Get("/graphql?sdl"));

        var response = await host.GetResponseAsync(new HttpRequestMessage(HttpMethod.Head, "/graphql?sdl"));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentHeaders.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(get.Body));
        response.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sdl_Should_NotBeFound_When_Disabled()
    {
        await using var otherHost = await GraphQLHost.StartAsync(new GraphQLServerOptions { EnableSchemaRequests = false });

        var response = await otherHost.Client.GetResponseAsync(Get("/graphql?sdl"));

        response.Status.ShouldBe(HttpStatusCode.NotFound);
        response.Error.Code.ShouldBe("NOT_FOUND");
    }
}
