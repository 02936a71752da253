using Couverture.AspNetCore.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Testing;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests.ServerSentEvents;

/// <summary>Single connection mode: many operations share one reserved connection.</summary>
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

        await ExecuteAcceptedAsync(token, "n", "subscription { noted }");
        await ExecuteAcceptedAsync(token, "q\"", "{ hello }");

        (await events.ReadAsync()).ShouldBe("""event: next data: {"id":"q\u0022","payload":{"data":{"hello":"Hello world"}}}""");
        (await events.ReadAsync()).ShouldBe("""event: complete data: {"id":"q\u0022"}""");
        await _host.Schema.Notes.Writer.WriteAsync("now");
        (await events.ReadAsync()).ShouldBe("""event: next data: {"id":"n","payload":{"data":{"noted":"now"}}}""");
    }

    [Fact]
    public async Task Token_Should_BeReadFromTheQueryString_When_TheClientCannotSendHeaders()
    {
        var token = await ReserveAsync();
        using var events = await EventReader.OpenAsync(_host, Get($"/graphql?token={token}", "text/event-stream"));

        (await _host.Client.GetResponseAsync(Get($"/graphql?token={token}&query=%7Bhello%7D&extensions=%7B%22operationId%22:%221%22%7D", "application/json"))).Status.ShouldBe(HttpStatusCode.Accepted);

        (await events.ReadAsync()).ShouldBe("""event: next data: {"id":"1","payload":{"data":{"hello":"Hello world"}}}""");
    }

    [Fact]
    public async Task Results_Should_WaitForTheStream_When_TheOperationArrivesFirst()
    {
        var token = await ReserveAsync();
        await ExecuteAcceptedAsync(token, "1", "{ hello }");

        using var events = await OpenAsync(token);

        (await events.ReadAsync()).ShouldBe("""event: next data: {"id":"1","payload":{"data":{"hello":"Hello world"}}}""");
    }

    [Fact]
    public async Task Delete_Should_EndTheOperationAndFreeItsId_When_ItIsInFlight()
    {
        var token = await ReserveAsync();
        using var events = await OpenAsync(token);
        await ExecuteAcceptedAsync(token, "1", "subscription { noted }");
        await _host.Schema.SourceStarted.WaitAsync();

        var response = await _host.Client.GetResponseAsync(WithToken(token, new HttpRequestMessage(HttpMethod.Delete, "/graphql?operationId=1")));

        response.Status.ShouldBe(HttpStatusCode.OK);
        await _host.Schema.SourceEnded.WaitAsync();
        await ExecuteAcceptedAsync(token, "1", "{ hello }");
        (await events.ReadAsync()).ShouldNotBeNull().ShouldContain("Hello world");
    }

    [Fact]
    public async Task Operations_Should_End_When_TheClientDisconnects()
    {
        var token = await ReserveAsync();
        using (await OpenAsync(token))
        {
            await ExecuteAcceptedAsync(token, "1", "subscription { noted }");
            await _host.Schema.SourceStarted.WaitAsync();
        }

        await _host.Schema.SourceEnded.WaitAsync();
        while (_host.Services.GetRequiredService<Reservations>().Count > 0)
            await Task.Yield();
        (await ExecuteAsync(token, "2", "{ hello }")).Status.ShouldBe(HttpStatusCode.NotFound);
        _host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reservation_Should_EndWithItsOperations_When_ItTimesOut()
    {
        var token = await ReserveAsync();
        await ExecuteAcceptedAsync(token, "1", "subscription { noted }");
        await _host.Schema.SourceStarted.WaitAsync();

        _time.Advance(TimeSpan.FromSeconds(10));

        await _host.Schema.SourceEnded.WaitAsync();
        while (_host.Services.GetRequiredService<Reservations>().Count > 0)
            await Task.Yield();
        var response = await _host.Client.GetResponseAsync(WithToken(token, Get("/graphql", "text/event-stream")));
        response.Status.ShouldBe(HttpStatusCode.NotFound);
        response.Error.Code.ShouldBe("NOT_FOUND");
    }

    [Fact]
    public async Task Connection_Should_OutlastTheReservationTimeout_When_ItIsOpen()
    {
        var token = await ReserveAsync();
        using var events = await OpenAsync(token);

        _time.Advance(TimeSpan.FromMinutes(1));

        await ExecuteAcceptedAsync(token, "1", "{ hello }");
    }

    [Fact]
    public async Task Put_Should_BeRejected_When_MaxReservationsIsReached()
    {
        await ReserveAsync();
        using var events = await OpenAsync(await ReserveAsync());

        var response = await _host.Client.GetResponseAsync(new HttpRequestMessage(HttpMethod.Put, "/graphql"));

        response.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Error.Code.ShouldBe("TOO_MANY_STREAMS");
        _time.Advance(TimeSpan.FromSeconds(10));
        while (_host.Services.GetRequiredService<Reservations>().Count > 1)
            await Task.Yield();
        await ReserveAsync();
    }

    [Fact]
    public async Task Stream_Should_BeRejected_When_ItIsAlreadyOpen()
    {
        var token = await ReserveAsync();
        using var events = await OpenAsync(token);

        var response = await _host.Client.GetResponseAsync(WithToken(token, Get("/graphql", "text/event-stream")));

        response.Status.ShouldBe(HttpStatusCode.Conflict);
        response.Error.Code.ShouldBe("STREAM_CONFLICT");
    }

    [Fact]
    public async Task Operation_Should_BeRejected_When_ItsIdIsInUseOrMaxOperationsIsReached()
    {
        var token = await ReserveAsync();
        await ExecuteAcceptedAsync(token, "1", "subscription { noted }");

        (await ExecuteAsync(token, "1", "mutation { touch }")).Status.ShouldBe(HttpStatusCode.Conflict);
        await ExecuteAcceptedAsync(token, "2", "subscription { noted }");
        var third = await ExecuteAsync(token, "3", "mutation { touch }");

        third.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Error.Code.ShouldBe("LIMIT_EXCEEDED");
        _host.Schema.TouchCount.ShouldBe(0);
    }

    [Fact]
    public async Task Operation_Should_ReturnAnErrorStatus_When_TheRequestIsInvalid()
    {
        var token = await ReserveAsync();

        (await ExecuteAsync("unknown", "1", "mutation { touch }")).Status.ShouldBe(HttpStatusCode.NotFound);
        var invalid = await ExecuteAsync(token, "1", "{ nope }");
        var nameless = await _host.Client.GetResponseAsync(WithToken(token, Post("""{"query":"mutation { touch }"}""")));

        invalid.Status.ShouldBe(HttpStatusCode.BadRequest);
        invalid.Error.Code.ShouldBe("GRAPHQL_VALIDATION_FAILED");
        nameless.Status.ShouldBe(HttpStatusCode.BadRequest);
        nameless.Error.Message.ShouldContain("extensions.operationId");
        (await _host.Client.GetResponseAsync(WithToken(token, new HttpRequestMessage(HttpMethod.Delete, "/graphql")))).Error.Message.ShouldContain("operationId");
        _host.Schema.TouchCount.ShouldBe(0);
        await ExecuteAcceptedAsync(token, "1", "{ hello }");
    }

    [Fact]
    public async Task Stream_Should_EndWithItsOperations_When_TheServerShutsDown()
    {
        var token = await ReserveAsync();
        using var events = await OpenAsync(token);
        await ExecuteAcceptedAsync(token, "1", "subscription { noted }");
        await _host.Schema.SourceStarted.WaitAsync();

        await _host.StopAsync();

        await _host.Schema.SourceEnded.WaitAsync();
        (await events.ReadAsync()).ShouldBeNull();
        _host.Errors.ShouldBeEmpty();
    }

    private async Task<string> ReserveAsync()
    {
        var response = await _host.Client.GetResponseAsync(new HttpRequestMessage(HttpMethod.Put, "/graphql"));
        response.Status.ShouldBe(HttpStatusCode.Created);
        response.ContentType.ShouldBe("text/plain; charset=utf-8");
        response.Body.Length.ShouldBe(32);
        return response.Body;
    }

    private Task<EventReader> OpenAsync(string token) => EventReader.OpenAsync(_host, WithToken(token, Get("/graphql", "text/event-stream")));

    private async Task ExecuteAcceptedAsync(string token, string id, string query) => (await ExecuteAsync(token, id, query)).Status.ShouldBe(HttpStatusCode.Accepted);

    private Task<TestResponse> ExecuteAsync(string token, string id, string query) =>
        _host.Client.GetResponseAsync(WithToken(token, Post(JsonSerializer.Serialize(new { query, extensions = new { operationId = id } }), "application/graphql-response+json")));

    private static HttpRequestMessage WithToken(string token, HttpRequestMessage request)
    {
        request.Headers.Add("X-GraphQL-Event-Stream-Token", token);
        return request;
    }
}
