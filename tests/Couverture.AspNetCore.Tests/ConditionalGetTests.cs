using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class ConditionalGetTests(SharedHost host) : IClassFixture<SharedHost>
{
    private const string Hello = "/graphql?query=%7Bhello%7D";

    [Fact]
    public async Task Get_Should_ReturnNotModified_When_TheClientHasTheResponse()
    {
        var first = await host.GetResponseAsync(Get(Hello));
        var conditional = Get(Hello);
        conditional.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        var response = await host.GetResponseAsync(conditional);

        first.Headers.ETag!.IsWeak.ShouldBeTrue();
        first.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        first.ContentHeaders.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(first.Body));
        response.Status.ShouldBe(HttpStatusCode.NotModified);
        response.Body.ShouldBeEmpty();
        response.ContentType.ShouldBeNull();
        response.Headers.ETag.ShouldBe(first.Headers.ETag);
        response.Headers.Vary.ShouldBe(["Accept"]);
    }

    [Fact]
    public async Task Get_Should_ReturnTheBody_When_TheClientHasAnotherResponse()
    {
        var other = await host.GetResponseAsync(Get("/graphql?query=%7Bhello(name:%22you%22)%7D"));
        var request = Get(Hello);
        request.Headers.IfNoneMatch.Add(other.Headers.ETag!);

        var response = await host.GetResponseAsync(request);

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.Body.ShouldBe("""{"data":{"hello":"Hello world"}}""");
    }

    [Theory]
    [InlineData("\"1\"", "\"1\"", HttpStatusCode.NotModified)]
    [InlineData("W/\"1\"", "\"1\"", HttpStatusCode.NotModified)]
    [InlineData("\"1\"", "\"2\"", HttpStatusCode.OK)]
    [InlineData("\"1\"", null, HttpStatusCode.OK)]
    public async Task Get_Should_UseTheApplicationsEntityTag_When_ItReturnsOne(string state, string? clientTag, HttpStatusCode status)
    {
        await using var otherHost = await GraphQLHost.StartAsync(new GraphQLServerOptions { EntityTag = _ => state });
        var request = Get(Hello);
        if (clientTag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", clientTag);

        var response = await otherHost.Client.GetResponseAsync(request);

        response.Status.ShouldBe(status);
        response.Headers.ETag!.ToString().ShouldBe(state);
        response.Body.ShouldBe(status is HttpStatusCode.OK ? """{"data":{"hello":"Hello world"}}""" : "");
    }

    [Fact]
    public async Task Get_Should_HashTheBody_When_TheApplicationReturnsNoEntityTag()
    {
        await using var otherHost = await GraphQLHost.StartAsync(new GraphQLServerOptions { EntityTag = _ => null });

        var response = await otherHost.Client.GetResponseAsync(Get(Hello));

        response.Headers.ETag.ShouldBe((await host.GetResponseAsync(Get(Hello))).Headers.ETag);
    }

    [Fact]
    public async Task Head_Should_ReturnTheEntityTag_When_TheQueryRuns()
    {
        var get = await host.GetResponseAsync(Get(Hello));

        var head = await host.GetResponseAsync(new HttpRequestMessage(HttpMethod.Head, Hello));

        head.Headers.ETag.ShouldBe(get.Headers.ETag);
        head.ContentHeaders.ContentLength.ShouldBe(get.ContentHeaders.ContentLength);
    }

    [Theory]
    [InlineData("/graphql?query=%7Bbroken%7D")]
    [InlineData("/graphql?query=%7Bnope%7D")]
    public async Task Get_Should_ForbidCaching_When_SomethingFails(string address)
    {
        var response = await host.GetResponseAsync(Get(address));

        response.Headers.ETag.ShouldBeNull();
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Post_Should_NotReturnAnEntityTag_When_ItRuns()
    {
        var succeeded = await host.GetResponseAsync(Post("""{"query":"{ hello }"}"""));
        var failed = await host.GetResponseAsync(Post("""{"query":"{ broken }"}"""));

        succeeded.Headers.ETag.ShouldBeNull();
        succeeded.Headers.CacheControl.ShouldBeNull();
        failed.Headers.ETag.ShouldBeNull();
        failed.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }
}
