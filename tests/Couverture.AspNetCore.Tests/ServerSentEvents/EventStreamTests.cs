using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Testing;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests.ServerSentEvents;

/// <summary>Each operation on a connection of its own.</summary>
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
    public async Task Subscription_Should_ComeAsEvents_When_TheClientTakesThem(string? accept)
    {
        var answer = await shared.AskAsync(Post("""{"query":"subscription { spelled }"}""", accept));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe("text/event-stream; charset=utf-8");
        answer.Headers.CacheControl?.NoStore.ShouldBe(true);
        answer.Body.ShouldBe(":\n\nevent: next\ndata: {\"data\":{\"spelled\":\"a\"}}\n\nevent: next\ndata: {\"data\":{\"spelled\":\"b\"}}\n\nevent: complete\ndata:\n\n");
    }

    [Fact]
    public async Task Subscription_Should_ComeAsEvents_When_AskedForByGet()
    {
        var answer = await shared.AskAsync(Get("/graphql?query=subscription%7Bspelled%7D", Events));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Vary.ShouldBe(["Accept"]);
        answer.Body.ShouldEndWith("{\"data\":{\"spelled\":\"b\"}}\n\nevent: complete\ndata:\n\n");
    }

    [Theory]
    [InlineData("POST", "application/graphql-response+json", HttpStatusCode.BadRequest)]
    [InlineData("POST", "application/json, multipart/mixed", HttpStatusCode.OK)]
    [InlineData("GET", "application/json", HttpStatusCode.MethodNotAllowed)]
    public async Task Subscription_Should_BeRefused_When_TheClientTakesNoEvents(string method, string accept, HttpStatusCode status)
    {
        var request = method == "GET"
            ? Get("/graphql?query=subscription%7Bspelled%7D", accept)
            : Post("""{"query":"subscription { spelled }"}""", accept);

        var answer = await shared.AskAsync(request);

        answer.Status.ShouldBe(status);
        answer.Error.Code.ShouldBe("GRAPHQL_OPERATION_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("{ hello }", "{\"data\":{\"hello\":\"Hello world\"}}")]
    [InlineData("subscription { refused }", "{\"errors\":[{\"message\":\"Not for you.\",\"locations\":[{\"line\":1,\"column\":16}],\"path\":[\"refused\"],\"extensions\":{\"code\":\"REFUSED\"}}]}")]
    public async Task Result_Should_ComeAsOneEvent_When_TheClientTakesNothingElse(string query, string result)
    {
        var answer = await shared.AskAsync(Post(JsonSerializer.Serialize(new { query }), Events));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Body.ShouldBe($":\n\nevent: next\ndata: {result}\n\nevent: complete\ndata:\n\n");
    }

    [Fact]
    public async Task Mutation_Should_BeRefusedByItsStatus_When_AskedForByGet()
    {
        var answer = await shared.AskAsync(Get("/graphql?query=mutation%7Btouch%7D", Events));

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.ContentHeaders.Allow.ShouldBe(["POST"]);
        shared.Host.Schema.Touched.ShouldBe(0);
    }

    [Fact]
    public async Task Subscription_Should_EndWithAnErrorWithoutItsReason_When_TheSourceFails()
    {
        var answer = await shared.AskAsync(Post("""{"query":"subscription { failing }"}""", Events));

        answer.Body.ShouldContain("INTERNAL_ERROR");
        answer.Body.ShouldNotContain("secret");
        answer.Body.ShouldEndWith("event: complete\ndata:\n\n");
    }

    [Fact]
    public async Task Source_Should_End_When_TheClientLeaves()
    {
        await using var host = await GraphQLHost.StartAsync();
        using (var events = await OpenAsync(host, "subscription { noted }"))
        {
            await host.Schema.Notes.Writer.WriteAsync("ä");
            (await events.ReadAsync()).ShouldBe("""event: next data: {"data":{"noted":"ä"}}""");
        }

        await host.Schema.Ended.WaitAsync();
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_Should_BeKeptAlive_When_NothingHappens()
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
    public async Task Stream_Should_EndWithoutBeingComplete_When_TheServerGoesDown()
    {
        await using var host = await GraphQLHost.StartAsync();
        using var events = await OpenAsync(host, "subscription { noted }");
        await host.Schema.Listening.WaitAsync();

        await host.StopAsync();

        (await events.ReadAsync()).ShouldBeNull();
        await host.Schema.Ended.WaitAsync();
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Parts_Should_ComeAsEvents_When_TheClientTakesThemBeforeOthers()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        using var events = await EventReader.OpenAsync(
            host,
            Post("""{"query":"{ hello ... @defer { later } }"}""", "text/event-stream, multipart/mixed;q=0.9"));

        (await events.ReadAsync()).ShouldBe("""event: next data: {"data":{"hello":"Hello world"},"pending":[{"id":"0","path":[]}],"hasNext":true}""");
        host.Schema.Later.SetResult();
        (await events.ReadAsync()).ShouldBe("""event: next data: {"incremental":[{"id":"0","data":{"later":"at last"}}],"completed":[{"id":"0"}],"hasNext":false}""");
        (await events.ReadAsync()).ShouldBe("event: complete data:");
        (await events.ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Events_Should_NotBeAcceptable_When_SwitchedOff()
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { EventStreams = { Enable = false } });

        (await host.Client.AskAsync(Post("""{"query":"subscription { spelled }"}""", Events))).Status.ShouldBe(HttpStatusCode.NotAcceptable);
        (await host.Client.AskAsync(Post("""{"query":"subscription { spelled }"}"""))).Error.Code.ShouldBe("GRAPHQL_OPERATION_NOT_ALLOWED");
    }

    private static Task<EventReader> OpenAsync(GraphQLHost host, string query) =>
        EventReader.OpenAsync(host, Post(JsonSerializer.Serialize(new { query }), Events));
}
