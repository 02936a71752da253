using Couverture.AspNetCore.Subscriptions;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Couverture.AspNetCore.Tests.WebSockets;

/// <summary>Interceptors of socket connections and their operations.</summary>
public sealed class SocketInterceptorTests
{
    [Theory]
    [InlineData("""{"type":"connection_init","payload":{"key":"right"}}""", null)]
    [InlineData("""{"type":"connection_init","payload":{"key":"wrong"}}""", "Not with this key")]
    [InlineData("""{"type":"connection_init","payload":{}}""", "Forbidden")]
    [InlineData("""{"type":"connection_init","payload":null}""", "Forbidden")]
    [InlineData("""{"type":"connection_init"}""", "Forbidden")]
    public async Task Socket_Should_BeClosedAsForbidden_When_TheInterceptorRejectsTheConnection(string message, string? reason)
    {
        await using var host = await StartAsync<KeyInterceptor>();
        using var client = await SocketClient.OpenAsync(host);

        await client.SendAsync(message);

        if (reason is null)
            (await client.ReadAsync()).ShouldBe("""{"type":"connection_ack"}""");
        else
            (await client.ReadCloseAsync()).ShouldBe((4403, reason));
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Operation_Should_NotRun_When_ItFollowsARejectedInitialization()
    {
        await using var host = await StartAsync<KeyInterceptor>();
        using var client = await SocketClient.OpenAsync(host);

        await client.SendAsync("""{"type":"connection_init"}""");
        await client.SubscribeAsync("1", "mutation { touch }");

        (await client.ReadAsync()).ShouldBeNull();
        host.Schema.TouchCount.ShouldBe(0);
    }

    [Fact]
    public async Task Socket_Should_CloseAndLogTheException_When_TheInterceptorThrows()
    {
        await using var host = await StartAsync<ThrowingInterceptor>();
        using var client = await SocketClient.OpenAsync(host);

        await client.SendAsync("""{"type":"connection_init"}""");

        (await client.ReadCloseAsync()).ShouldBe((4500, "Internal server error"));
        host.Errors.ShouldHaveSingleItem().ShouldContain("a secret reason");
    }

    [Fact]
    public async Task Operation_Should_FailWithoutClosingTheSocket_When_TheInterceptorRejectsIt()
    {
        await using var host = await StartAsync<MutationRejectingInterceptor>();
        using var client = await SocketClient.ConnectAsync(host);

        await client.SubscribeAsync("refused", "mutation { touch }");
        var first = await client.ReadAsync();
        await client.SubscribeAsync("refused", "mutation { touch }");
        var second = await client.ReadAsync();
        await client.SubscribeAsync("1", "{ hello }");
        var third = await client.ReadAsync();

        first.ShouldBe("""{"id":"refused","type":"error","payload":[{"message":"Not now.","extensions":{"code":"LATER"}}]}""");
        second.ShouldBe(first, "a rejected operation frees its id");
        third.ShouldBe("""{"id":"1","type":"next","payload":{"data":{"hello":"Hello world"}}}""");
        host.Schema.TouchCount.ShouldBe(0);
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Operation_Should_SeeTheInterceptorsAsyncLocal_When_ItRuns()
    {
        await using var host = await StartAsync<MutationRejectingInterceptor>();
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
            .AddSocketSessionInterceptor<ThrowingInterceptor>()
            .AddSocketSessionInterceptor<T>()
            .ConfigureSchema(schema => schema.Root(OperationType.Query).Fields.Add(new FieldDefinition
            {
                Name = "seen",
                Type = TypeReference.Named("String"),
                Resolver = new FieldResolver.Sync(_ => MutationRejectingInterceptor.AmbientOperation.Value),
            })));

    private sealed class KeyInterceptor : DefaultSocketSessionInterceptor
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

    private sealed class ThrowingInterceptor : DefaultSocketSessionInterceptor
    {
        public override ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("a secret reason");
    }

    private sealed class MutationRejectingInterceptor : DefaultSocketSessionInterceptor
    {
        public static AsyncLocal<string?> AmbientOperation { get; } = new();

        public override ValueTask OnRequestAsync(ISocketSession session, string operationSessionId, OperationRequestBuilder requestBuilder, CancellationToken cancellationToken = default)
        {
            if (requestBuilder.Build().Document!.StartsWith("mutation", StringComparison.Ordinal))
                throw new GraphQLException(ErrorBuilder.New().SetMessage("Not now.").SetCode("LATER").Build());
            AmbientOperation.Value = $"{operationSessionId} of {session.Connection.HttpContext.Request.Path}";
            return default;
        }
    }
}
