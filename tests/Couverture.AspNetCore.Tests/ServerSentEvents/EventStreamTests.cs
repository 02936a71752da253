using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Testing;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests.ServerSentEvents;

/// <summary>Distinct connections mode: each operation has its own connection.</summary>
public sealed class EventStreamTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Events = "text/event-stream";

    [Theory]
    [InlineData(Events)]
    [InlineData("*/*")]
    [InlineData(null)]
    [InlineData("text/*, application/json")]
    [InlineData("text/event-stream, multipart/mixed")]
    [InlineData("application/json, text/event-stream;q=0.1")]
    public async Task Subscription_Should_BeSentAsEvents_When_TheClientAcceptsThem(string? accept)
    {
        var response = await shared.GetResponseAsync(Post("""{"query":"subscription { spelled }"}""", accept));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe("text/event-stream; charset=utf-8");
        response.Headers.CacheControl?.NoStore.ShouldBe(true);
        response.Body.ShouldBe(":\n\nevent: next\ndata: {\"data\":{\"spelled\":\"a\"}}\n\nevent: next\ndata: {\"data\":{\"spelled\":\"b\"}}\n\nevent: complete\ndata:\n\n");
    }

    [Fact]
    public async Task Subscription_Should_BeSentAsEvents_When_RequestedByGet()
    {
        var response = await shared.GetResponseAsync(Get("/graphql?query=subscription%7Bspelled%7D", Events));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.Headers.Vary.ShouldBe(["Accept"]);
        response.Body.ShouldEndWith("{\"data\":{\"spelled\":\"b\"}}\n\nevent: complete\ndata:\n\n");
    }

    [Theory]
    [InlineData("POST", "application/graphql-response+json", HttpStatusCode.BadRequest)]
    [InlineData("POST", "application/json, multipart/mixed", HttpStatusCode.OK)]
    [InlineData("GET", "application/json", HttpStatusCode.MethodNotAllowed)]
    public async Task Subscription_Should_BeRejected_When_TheClientDoesNotAcceptEvents(string method, string accept, HttpStatusCode status)
    {
        var request = method == "GET"
            ? Get("/graphql?query=subscription%7Bspelled%7D", accept)
            : Post("""{"query":"subscription { spelled }"}""", accept);

        var response = await shared.GetResponseAsync(request);

        response.Status.ShouldBe(status);
        response.Error.Code.ShouldBe("GRAPHQL_OPERATION_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("{ hello }", "{\"data\":{\"hello\":\"Hello world\"}}")]
    [InlineData("subscription { refused }", "{\"errors\":[{\"message\":\"Not for you.\",\"locations\":[{\"line\":1,\"column\":16}],\"path\":[\"refused\"],\"extensions\":{\"code\":\"REFUSED\"}}]}")]
    public async Task Result_Should_BeSentAsOneEvent_When_TheClientAcceptsOnlyEvents(string query, string result)
    {
        var response = await shared.GetResponseAsync(Post(JsonSerializer.Serialize(new { query }), Events));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.Body.ShouldBe($":\n\nevent: next\ndata: {result}\n\nevent: complete\ndata:\n\n");
    }

    [Fact]
    public async Task Mutation_Should_ReturnMethodNotAllowed_When_RequestedByGet()
    {
        var response = await shared.GetResponseAsync(Get("/graphql?query=mutation%7Btouch%7D", Events));

        response.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.ContentHeaders.Allow.ShouldBe(["POST"]);
        shared.Host.Schema.TouchCount.ShouldBe(0);
    }

    [Fact]
    public async Task Subscription_Should_EndWithAGenericError_When_TheSourceFails()
    {
        var response = await shared.GetResponseAsync(Post("""{"query":"subscription { failing }"}""", Events));

        response.Body.ShouldContain("INTERNAL_ERROR");
        response.Body.ShouldNotContain("secret");
        response.Body.ShouldEndWith("event: complete\ndata:\n\n");
    }

    [Fact]
    public async Task Source_Should_End_When_TheClientDisconnects()
    {
        await using var host = await GraphQLHost.StartAsync();
        using (var events = await OpenAsync(host, "subscription { noted }"))
        {
            await host.Schema.Notes.Writer.WriteAsync("ä");
            (await events.ReadAsync()).ShouldBe("""event: next data: {"data":{"noted":"ä"}}""");
        }

        await host.Schema.SourceEnded.WaitAsync();
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_Should_SendKeepAliveComments_When_Idle()
    {
        var time = new SteppedTimeProvider();
        await using var host = await GraphQLHost.StartAsync(
            new GraphQLServerOptions { EventStreams = { KeepAliveInterval = TimeSpan.FromSeconds(3) } },
            services: services => services.AddSingleton<TimeProvider>(time));
        using var events = await OpenAsync(host, "subscription { noted }");

        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(3));
            (await events.ReadAsync()).ShouldBe(":");
        }

        await host.Schema.Notes.Writer.WriteAsync("now");
        (await events.ReadAsync()).ShouldBe("""event: next data: {"data":{"noted":"now"}}""");
    }

    [Fact]
    public async Task Stream_Should_EndWithoutACompleteEvent_When_TheServerShutsDown()
    {
        await using var host = await GraphQLHost.StartAsync();
        using var events = await OpenAsync(host, "subscription { noted }");
        await host.Schema.SourceStarted.WaitAsync();

        await host.StopAsync();

        (await events.ReadAsync()).ShouldBeNull();
        await host.Schema.SourceEnded.WaitAsync();
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Parts_Should_BeSentAsEvents_When_TheClientPrefersThem()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        using var events = await EventReader.OpenAsync(
            host,
            Post("""{"query":"{ hello ... @defer { later } }"}""", "text/event-stream, multipart/mixed;q=0.9"));

        (await events.ReadAsync()).ShouldBe("""event: next data: {"data":{"hello":"Hello world"},"pending":[{"id":"0","path":[]}],"hasNext":true}""");
        host.Schema.DeferredGate.SetResult();
        (await events.ReadAsync()).ShouldBe("""event: next data: {"incremental":[{"id":"0","data":{"later":"at last"}}],"completed":[{"id":"0"}],"hasNext":false}""");
        (await events.ReadAsync()).ShouldBe("event: complete data:");
        (await events.ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task EventStream_Should_NotBeAcceptable_When_Disabled()
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { EventStreams = { Enable = false } });

        (await host.Client.GetResponseAsync(Post("""{"query":"subscription { spelled }"}""", Events))).Status.ShouldBe(HttpStatusCode.NotAcceptable);
        (await host.Client.GetResponseAsync(Post("""{"query":"subscription { spelled }"}"""))).Error.Code.ShouldBe("GRAPHQL_OPERATION_NOT_ALLOWED");
    }

    private static Task<EventReader> OpenAsync(GraphQLHost host, string query) =>
        EventReader.OpenAsync(host, Post(JsonSerializer.Serialize(new { query }), Events));
}
