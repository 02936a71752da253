using Couverture.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Couverture.AspNetCore.Tests;

public sealed class HostingTests
{
    [Fact]
    public async Task Start_Should_FailBeforeListening_When_TheSchemaIsInvalid()
    {
        await using var application = Build(schema => schema.Root(Language.OperationType.Query).Fields.Add(new FieldDefinition
        {
            Name = "hello",
            Type = TypeReference.Named("NoSuchType"),
            Resolver = new FieldResolver.Sync(_ => null),
        }));

        var failure = await Should.ThrowAsync<Exception>(() => application.StartAsync());

        failure.Message.ShouldContain("NoSuchType");
        application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.ShouldAllBe(address => address.EndsWith(":0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_Should_BuildTheSchemaFirst_When_OtherHostedServicesStart()
    {
        var built = 0;
        await using var application = Build(
            schema =>
            {
                built++;
                new TestSchema().Declare(schema);
            },
            services => services.AddHostedService(_ => new StartCallback(() => built.ShouldBe(1))));

        await application.StartAsync();

        built.ShouldBe(1);
    }

    [Fact]
    public void MapGraphQL_Should_NameTheMissingCall_When_TheServicesAreMissing()
    {
        var application = WebApplication.CreateSlimBuilder().Build();

        Should.Throw<InvalidOperationException>(() => application.MapGraphQL()).Message.ShouldContain("AddGraphQLServer()");
    }

    public static TheoryData<string, GraphQLServerOptions> InvalidOptions => new()
    {
        { "MaxRequestBodySize", new GraphQLServerOptions { MaxRequestBodySize = 0 } },
        { "MaxRequestBodySize", new GraphQLServerOptions { MaxRequestBodySize = -1 } },
        { "MaxBatchSize", new GraphQLServerOptions { MaxBatchSize = 0 } },
        { "EventStreams.MaxOperations", new GraphQLServerOptions { EventStreams = { MaxOperations = 0 } } },
        { "EventStreams.MaxReservations", new GraphQLServerOptions { EventStreams = { MaxReservations = 0 } } },
        { "EventStreams.ReservationTimeout", new GraphQLServerOptions { EventStreams = { ReservationTimeout = Timeout.InfiniteTimeSpan } } },
        { "EventStreams.KeepAliveInterval", new GraphQLServerOptions { EventStreams = { KeepAliveInterval = TimeSpan.Zero } } },
        { "Sockets.MaxOperations", new GraphQLServerOptions { Sockets = { MaxOperations = -1 } } },
        { "Sockets.ConnectionInitializationTimeout", new GraphQLServerOptions { Sockets = { ConnectionInitializationTimeout = TimeSpan.Zero } } },
        { "Sockets.CloseTimeout", new GraphQLServerOptions { Sockets = { CloseTimeout = TimeSpan.FromDays(50) } } },
        { "Sockets.KeepAliveInterval", new GraphQLServerOptions { Sockets = { KeepAliveInterval = TimeSpan.FromSeconds(-2) } } },
    };

    [Theory]
    [MemberData(nameof(InvalidOptions))]
    public void WithOptions_Should_NameTheSetting_When_ItIsInvalid(string setting, GraphQLServerOptions options)
    {
        var application = Build(new TestSchema().Declare);

        Should.Throw<ArgumentOutOfRangeException>(() => application.MapGraphQL().WithOptions(options)).ParamName.ShouldBe(setting);
    }

    [Fact]
    public async Task Handshake_Should_LogTheMissingCall_When_WebSocketsAreNotEnabled()
    {
        await using var host = await GraphQLHost.StartAsync(useWebSockets: false);
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");

        var response = await host.Client.GetResponseAsync(request);

        response.Status.ShouldBe(HttpStatusCode.InternalServerError);
        host.Errors.ShouldHaveSingleItem().ShouldContain("UseWebSockets()");
    }

    private static WebApplication Build(Action<SchemaBuilder> declare, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        builder.Services.AddGraphQLServer().ConfigureSchema(declare);
        return builder.Build();
    }

    private sealed class StartCallback(Action observe) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            observe();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
