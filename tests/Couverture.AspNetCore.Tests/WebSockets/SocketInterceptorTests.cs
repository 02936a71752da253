using Couverture.AspNetCore.Subscriptions;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Couverture.AspNetCore.Tests.WebSockets;

/// <summary>What an application may say to sockets and to the operations on them.</summary>
public sealed class SocketInterceptorTests
{
    [Theory]
    [InlineData("""{"type":"connection_init","payload":{"key":"right"}}""", null)]
    [InlineData("""{"type":"connection_init","payload":{"key":"wrong"}}""", "Not with this key")]
    [InlineData("""{"type":"connection_init","payload":{}}""", "Forbidden")]
    [InlineData("""{"type":"connection_init","payload":null}""", "Forbidden")]
    [InlineData("""{"type":"connection_init"}""", "Forbidden")]
    public async Task Socket_Should_BeClosedAsForbidden_When_TheApplicationDoesNotAcceptTheInitialisation(string message, string? reason)
    {
        await using var host = await StartAsync<Keyed>();
        using var client = await SocketClient.OpenAsync(host);

        await client.SendAsync(message);

        if (reason is null)
            (await client.ReadAsync()).ShouldBe("""{"type":"connection_ack"}""");
        else
            (await client.ReadCloseAsync()).ShouldBe((4403, reason));
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Operation_Should_NotRun_When_ItComesRightBehindAnInitialisationThatIsNotAccepted()
    {
        await using var host = await StartAsync<Keyed>();
        using var client = await SocketClient.OpenAsync(host);

        await client.SendAsync("""{"type":"connection_init"}""");
        await client.SubscribeAsync("1", "mutation { touch }");

        (await client.ReadAsync()).ShouldBeNull();
        host.Schema.Touched.ShouldBe(0);
    }

    [Fact]
    public async Task Socket_Should_BeClosedAndTheFailureLogged_When_TheApplicationFails()
    {
        await using var host = await StartAsync<Broken>();
        using var client = await SocketClient.OpenAsync(host);

        await client.SendAsync("""{"type":"connection_init"}""");

        (await client.ReadCloseAsync()).ShouldBe((4500, "Internal server error"));
        host.Errors.ShouldHaveSingleItem().ShouldContain("a secret reason");
    }

    [Fact]
    public async Task Operation_Should_GetTheErrorsAndTheSocketGoOn_When_TheApplicationRefusesIt()
    {
        await using var host = await StartAsync<Choosy>();
        using var client = await SocketClient.ConnectAsync(host);

        await client.SubscribeAsync("refused", "mutation { touch }");
        var refused = await client.ReadAsync();
        await client.SubscribeAsync("refused", "mutation { touch }");
        var again = await client.ReadAsync();
        await client.SubscribeAsync("1", "{ hello }");
        var other = await client.ReadAsync();

        refused.ShouldBe("""{"id":"refused","type":"error","payload":[{"message":"Not now.","extensions":{"code":"LATER"}}]}""");
        again.ShouldBe(refused, "its id is free again");
        other.ShouldBe("""{"id":"1","type":"next","payload":{"data":{"hello":"Hello world"}}}""");
        host.Schema.Touched.ShouldBe(0);
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Operation_Should_SeeWhatTheApplicationSetsForIt_When_ItRuns()
    {
        await using var host = await StartAsync<Choosy>();
        using var client = await SocketClient.ConnectAsync(host);

        await client.SubscribeAsync("a", "{ seen }");
        var first = await client.ReadAsync();
        await client.ReadAsync();
        await client.SubscribeAsync("b", "{ seen }");
        var second = await client.ReadAsync();

        first.ShouldBe("""{"id":"a","type":"next","payload":{"data":{"seen":"a of /graphql"}}}""");
        second.ShouldBe("""{"id":"b","type":"next","payload":{"data":{"seen":"b of /graphql"}}}""");
    }

    private static Task<GraphQLHost> StartAsync<T>()
        where T : class, ISocketSessionInterceptor => GraphQLHost.StartAsync(services: services => services.AddGraphQL()
            .AddSocketSessionInterceptor<Broken>()
            .AddSocketSessionInterceptor<T>()
            .ConfigureSchema(schema => schema.Root(OperationType.Query).Fields.Add(new FieldDefinition
            {
                Name = "seen",
                Type = TypeReference.Named("String"),
                Resolver = new FieldResolver.Sync(_ => Choosy.Seen.Value),
            })));

    private sealed class Keyed : DefaultSocketSessionInterceptor
    {
        public override async ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return connectionInitMessage.As<Payload>()?.Key switch
            {
                "right" => ConnectionStatus.Accept(),
                null => ConnectionStatus.Reject(),
                _ => ConnectionStatus.Reject("Not with this key"),
            };
        }

        private sealed record Payload(string? Key);
    }

    private sealed class Broken : DefaultSocketSessionInterceptor
    {
        public override ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("a secret reason");
    }

    private sealed class Choosy : DefaultSocketSessionInterceptor
    {
        public static AsyncLocal<string?> Seen { get; } = new();

        public override ValueTask OnRequestAsync(ISocketSession session, string operationSessionId, OperationRequestBuilder requestBuilder, CancellationToken cancellationToken = default)
        {
            if (requestBuilder.Build().Document!.StartsWith("mutation", StringComparison.Ordinal))
                throw new GraphQLException(ErrorBuilder.New().SetMessage("Not now.").SetCode("LATER").Build());
            Seen.Value = $"{operationSessionId} of {session.Connection.HttpContext.Request.Path}";
            return default;
        }
    }
}
