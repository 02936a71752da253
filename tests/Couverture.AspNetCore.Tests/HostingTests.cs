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
    public async Task Start_Should_HaveBuiltTheSchema_When_OtherHostedServicesStart()
    {
        var built = 0;
        await using var application = Build(
            schema =>
            {
                built++;
                new TestSchema().Declare(schema);
            },
            services => services.AddHostedService(_ => new Observer(() => built.ShouldBe(1))));

        await application.StartAsync();

        built.ShouldBe(1);
    }

    [Fact]
    public void MapGraphQL_Should_NameTheMissingCall_When_TheServicesAreMissing()
    {
        var application = WebApplication.CreateSlimBuilder().Build();

        Should.Throw<InvalidOperationException>(() => application.MapGraphQL()).Message.ShouldContain("AddGraphQLServer()");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void WithOptions_Should_RefuseTheLimit_When_ItAllowsNoBody(int limit)
    {
        var application = Build(new TestSchema().Declare);

        Should.Throw<ArgumentOutOfRangeException>(() => application.MapGraphQL().WithOptions(new GraphQLServerOptions { MaxRequestBodySize = limit }));
    }

    private static WebApplication Build(Action<SchemaBuilder> declare, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        builder.Services.AddGraphQLServer().ConfigureSchema(declare);
        return builder.Build();
    }

    private sealed class Observer(Action observe) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            observe();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
