using Couverture.AspNetCore.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Testing;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests.ServerSentEvents;

/// <summary>Many operations on one reserved connection.</summary>
public sealed class SingleConnectionTests : IAsyncLifetime
{
    private readonly SteppedTimeProvider _time = new();
    private GraphQLHost _host = null!;

    public async Task InitializeAsync() => _host = await GraphQLHost.StartAsync(
        new GraphQLServerOptions { EventStreams = { MaxOperations = 2, MaxReservations = 2 } },
        services: services => services.AddSingleton<TimeProvider>(_time));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Operations_Should_ShareTheStream_When_TheyHaveIds()
    {
        var token = await ReserveAsync();
        using var events = await OpenAsync(token);

        await AcceptedAsync(token, "n", "subscription { noted }");
        await AcceptedAsync(token, "q\"", "{ hello }");

        (await events.ReadAsync()).ShouldBe("""event: next data: {"id":"q\u0022","payload":{"data":{"hello":"Hello world"}}}""");
        (await events.ReadAsync()).ShouldBe("""event: complete data: {"id":"q\u0022"}""");
        await _host.Schema.Notes.Writer.WriteAsync("now");
        (await events.ReadAsync()).ShouldBe("""event: next data: {"id":"n","payload":{"data":{"noted":"now"}}}""");
    }

    [Fact]
    public async Task Token_Should_BeTakenFromTheAddress_When_TheClientCannotSendHeaders()
    {
        var token = await ReserveAsync();
        using var events = await EventReader.OpenAsync(_host, Get($"/graphql?token={token}", "text/event-stream"));

        (await _host.Client.AskAsync(Get($"/graphql?token={token}&query=%7Bhello%7D&extensions=%7B%22operationId%22:%221%22%7D", "application/json"))).Status.ShouldBe(HttpStatusCode.Accepted);

        (await events.ReadAsync()).ShouldBe("""event: next data: {"id":"1","payload":{"data":{"hello":"Hello world"}}}""");
    }

    [Fact]
    public async Task Results_Should_WaitForTheStream_When_TheOperationComesFirst()
    {
        var token = await ReserveAsync();
        await AcceptedAsync(token, "1", "{ hello }");

        using var events = await OpenAsync(token);

        (await events.ReadAsync()).ShouldBe("""event: next data: {"id":"1","payload":{"data":{"hello":"Hello world"}}}""");
    }

    [Fact]
    public async Task Delete_Should_EndTheOperationAndFreeItsId_When_ItIsUnderWay()
    {
        var token = await ReserveAsync();
        using var events = await OpenAsync(token);
        await AcceptedAsync(token, "1", "subscription { noted }");
        await _host.Schema.Listening.WaitAsync();

        var answer = await _host.Client.AskAsync(With(token, new HttpRequestMessage(HttpMethod.Delete, "/graphql?operationId=1")));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        await _host.Schema.Ended.WaitAsync();
        await AcceptedAsync(token, "1", "{ hello }");
        (await events.ReadAsync()).ShouldNotBeNull().ShouldContain("Hello world");
    }

    [Fact]
    public async Task Operations_Should_End_When_TheClientLeaves()
    {
        var token = await ReserveAsync();
        using (await OpenAsync(token))
        {
            await AcceptedAsync(token, "1", "subscription { noted }");
            await _host.Schema.Listening.WaitAsync();
        }

        await _host.Schema.Ended.WaitAsync();
        while (_host.Services.GetRequiredService<Reservations>().Count > 0)
            await Task.Yield();
        (await ExecuteAsync(token, "2", "{ hello }")).Status.ShouldBe(HttpStatusCode.NotFound);
        _host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reservation_Should_EndWithItsOperations_When_NoConnectionComesInTime()
    {
        var token = await ReserveAsync();
        await AcceptedAsync(token, "1", "subscription { noted }");
        await _host.Schema.Listening.WaitAsync();

        _time.Advance(TimeSpan.FromSeconds(10));

        await _host.Schema.Ended.WaitAsync();
        while (_host.Services.GetRequiredService<Reservations>().Count > 0)
            await Task.Yield();
        var answer = await _host.Client.AskAsync(With(token, Get("/graphql", "text/event-stream")));
        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Error.Code.ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task Connection_Should_LastBeyondTheReservationsTime_When_ItIsOpen()
    {
        var token = await ReserveAsync();
        using var events = await OpenAsync(token);

        _time.Advance(TimeSpan.FromMinutes(1));

        await AcceptedAsync(token, "1", "{ hello }");
    }

    [Fact]
    public async Task Put_Should_BeRefused_When_ThereAreAsManyReservationsAsThereMayBe()
    {
        await ReserveAsync();
        using var events = await OpenAsync(await ReserveAsync());

        var answer = await _host.Client.AskAsync(new HttpRequestMessage(HttpMethod.Put, "/graphql"));

        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Error.Code.ShouldBe("TOO_MANY_STREAMS");
        _time.Advance(TimeSpan.FromSeconds(10));
        while (_host.Services.GetRequiredService<Reservations>().Count > 1)
            await Task.Yield();
        await ReserveAsync();
    }

    [Fact]
    public async Task Stream_Should_BeRefused_When_ItIsOpenAlready()
    {
        var token = await ReserveAsync();
        using var events = await OpenAsync(token);

        var answer = await _host.Client.AskAsync(With(token, Get("/graphql", "text/event-stream")));

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.Error.Code.ShouldBe("STREAM_CONFLICT");
    }

    [Fact]
    public async Task Operation_Should_BeRefused_When_ItsIdIsTakenOrThereAreTooMany()
    {
        var token = await ReserveAsync();
        await AcceptedAsync(token, "1", "subscription { noted }");

        (await ExecuteAsync(token, "1", "mutation { touch }")).Status.ShouldBe(HttpStatusCode.Conflict);
        await AcceptedAsync(token, "2", "subscription { noted }");
        var third = await ExecuteAsync(token, "3", "mutation { touch }");

        third.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Error.Code.ShouldBe("LIMIT_EXCEEDED");
        _host.Schema.Touched.ShouldBe(0);
    }

    [Fact]
    public async Task Operation_Should_FailByItsStatus_When_TheRequestIsBad()
    {
        var token = await ReserveAsync();

        (await ExecuteAsync("unknown", "1", "mutation { touch }")).Status.ShouldBe(HttpStatusCode.NotFound);
        var invalid = await ExecuteAsync(token, "1", "{ nope }");
        var nameless = await _host.Client.AskAsync(With(token, Post("""{"query":"mutation { touch }"}""")));

        invalid.Status.ShouldBe(HttpStatusCode.BadRequest);
        invalid.Error.Code.ShouldBe("GRAPHQL_VALIDATION_FAILED");
        nameless.Status.ShouldBe(HttpStatusCode.BadRequest);
        nameless.Error.Message.ShouldContain("extensions.operationId");
        (await _host.Client.AskAsync(With(token, new HttpRequestMessage(HttpMethod.Delete, "/graphql")))).Error.Message.ShouldContain("operationId");
        _host.Schema.Touched.ShouldBe(0);
        await AcceptedAsync(token, "1", "{ hello }");
    }

    [Fact]
    public async Task Stream_Should_EndItsOperationsAndItself_When_TheServerGoesDown()
    {
        var token = await ReserveAsync();
        using var events = await OpenAsync(token);
        await AcceptedAsync(token, "1", "subscription { noted }");
        await _host.Schema.Listening.WaitAsync();

        await _host.StopAsync();

        await _host.Schema.Ended.WaitAsync();
        (await events.ReadAsync()).ShouldBeNull();
        _host.Errors.ShouldBeEmpty();
    }

    private async Task<string> ReserveAsync()
    {
        var answer = await _host.Client.AskAsync(new HttpRequestMessage(HttpMethod.Put, "/graphql"));
        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer.ContentType.ShouldBe("text/plain; charset=utf-8");
        answer.Body.Length.ShouldBe(32);
        return answer.Body;
    }

    private Task<EventReader> OpenAsync(string token) => EventReader.OpenAsync(_host, With(token, Get("/graphql", "text/event-stream")));

    private async Task AcceptedAsync(string token, string id, string query) => (await ExecuteAsync(token, id, query)).Status.ShouldBe(HttpStatusCode.Accepted);

    private Task<Answer> ExecuteAsync(string token, string id, string query) =>
        _host.Client.AskAsync(With(token, Post(JsonSerializer.Serialize(new { query, extensions = new { operationId = id } }), "application/graphql-response+json")));

    private static HttpRequestMessage With(string token, HttpRequestMessage request)
    {
        request.Headers.Add("X-GraphQL-Event-Stream-Token", token);
        return request;
    }
}
