using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class SchemaRequestTests(SharedHost host) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task Sdl_Should_BeTheSchema_When_Asked()
    {
        var answer = await host.AskAsync(Get("/graphql?sdl", "text/html"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe("application/graphql; charset=utf-8");
        answer.ContentHeaders.ContentDisposition?.FileName.ShouldBe("schema.graphql");
        answer.Headers.CacheControl?.ToString().ShouldBe("public, no-cache");
        answer.Body.ShouldContain("hello(name: String): String");
        answer.Body.ShouldContain("Greets: ä.");
        answer.Body.ShouldEndWith("}\n");
        answer.Body.ShouldNotContain("\r");
    }

    [Fact]
    public async Task Sdl_Should_AnswerNotModified_When_TheClientHoldsIt()
    {
        var tag = (await host.AskAsync(Get("/graphql?sdl"))).Headers.ETag.ShouldNotBeNull();

        foreach (var held in (string[])[$"{tag}", $"\"other\", {tag}", $"W/{tag}", "*"])
        {
            var request = Get("/graphql?sdl");
            request.Headers.TryAddWithoutValidation("If-None-Match", held);
            var answer = await host.AskAsync(request);
            answer.Status.ShouldBe(HttpStatusCode.NotModified);
            answer.Headers.ETag.ShouldBe(tag);
            answer.Body.ShouldBeEmpty();
        }
        var changed = Get("/graphql?sdl");
        changed.Headers.TryAddWithoutValidation("If-None-Match", "\"other\"");
        (await host.AskAsync(changed)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sdl_Should_HaveNoBody_When_AskedByHead()
    {
        var whole = await host.AskAsync(Get("/graphql?sdl"));

        var answer = await host.AskAsync(new HttpRequestMessage(HttpMethod.Head, "/graphql?sdl"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentHeaders.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(whole.Body));
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sdl_Should_BeNotFound_When_SwitchedOff()
    {
        await using var own = await GraphQLHost.StartAsync(new GraphQLServerOptions { EnableSchemaRequests = false });

        var answer = await own.Client.AskAsync(Get("/graphql?sdl"));

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Error.Code.ShouldBe("NOT_FOUND");
    }
}
