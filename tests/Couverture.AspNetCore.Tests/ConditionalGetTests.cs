using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class ConditionalGetTests(SharedHost host) : IClassFixture<SharedHost>
{
    private const string Hello = "/graphql?query=%7Bhello%7D";

    [Fact]
    public async Task Get_Should_NotSendTheAnswerAgain_When_TheClientHoldsIt()
    {
        var first = await host.AskAsync(Get(Hello));
        var again = Get(Hello);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        var answer = await host.AskAsync(again);

        first.Headers.ETag!.IsWeak.ShouldBeTrue();
        first.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        first.ContentHeaders.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(first.Body));
        answer.Status.ShouldBe(HttpStatusCode.NotModified);
        answer.Body.ShouldBeEmpty();
        answer.ContentType.ShouldBeNull();
        answer.Headers.ETag.ShouldBe(first.Headers.ETag);
        answer.Headers.Vary.ShouldBe(["Accept"]);
    }

    [Fact]
    public async Task Get_Should_SendTheAnswer_When_TheClientHoldsAnother()
    {
        var other = await host.AskAsync(Get("/graphql?query=%7Bhello(name:%22you%22)%7D"));
        var request = Get(Hello);
        request.Headers.IfNoneMatch.Add(other.Headers.ETag!);

        var answer = await host.AskAsync(request);

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Body.ShouldBe("""{"data":{"hello":"Hello world"}}""");
    }

    [Theory]
    [InlineData("\"1\"", "\"1\"", HttpStatusCode.NotModified)]
    [InlineData("W/\"1\"", "\"1\"", HttpStatusCode.NotModified)]
    [InlineData("\"1\"", "\"2\"", HttpStatusCode.OK)]
    [InlineData("\"1\"", null, HttpStatusCode.OK)]
    public async Task Get_Should_GoByTheApplicationsTag_When_ItGivesOne(string state, string? held, HttpStatusCode status)
    {
        await using var own = await GraphQLHost.StartAsync(new GraphQLServerOptions { EntityTag = _ => state });
        var request = Get(Hello);
        if (held is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", held);

        var answer = await own.Client.AskAsync(request);

        answer.Status.ShouldBe(status);
        answer.Headers.ETag!.ToString().ShouldBe(state);
        answer.Body.ShouldBe(status is HttpStatusCode.OK ? """{"data":{"hello":"Hello world"}}""" : "");
    }

    [Fact]
    public async Task Get_Should_GoByItsBytes_When_TheApplicationGivesNoTag()
    {
        await using var own = await GraphQLHost.StartAsync(new GraphQLServerOptions { EntityTag = _ => null });

        var answer = await own.Client.AskAsync(Get(Hello));

        answer.Headers.ETag.ShouldBe((await host.AskAsync(Get(Hello))).Headers.ETag);
    }

    [Fact]
    public async Task Head_Should_TellTheTag_When_Asked()
    {
        var get = await host.AskAsync(Get(Hello));

        var head = await host.AskAsync(new HttpRequestMessage(HttpMethod.Head, Hello));

        head.Headers.ETag.ShouldBe(get.Headers.ETag);
        head.ContentHeaders.ContentLength.ShouldBe(get.ContentHeaders.ContentLength);
    }

    [Theory]
    [InlineData("/graphql?query=%7Bbroken%7D")]
    [InlineData("/graphql?query=%7Bnope%7D")]
    public async Task Get_Should_GiveNothingToKeep_When_SomethingFailed(string address)
    {
        var answer = await host.AskAsync(Get(address));

        answer.Headers.ETag.ShouldBeNull();
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Post_Should_GiveNothingToKeep_When_ItRan()
    {
        var whole = await host.AskAsync(Post("""{"query":"{ hello }"}"""));
        var failed = await host.AskAsync(Post("""{"query":"{ broken }"}"""));

        whole.Headers.ETag.ShouldBeNull();
        whole.Headers.CacheControl.ShouldBeNull();
        failed.Headers.ETag.ShouldBeNull();
        failed.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }
}
