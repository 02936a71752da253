using System.Collections.Concurrent;
using Couverture.AspNetCore.Ide;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Couverture.AspNetCore.Tests;

/// <summary>A GraphQL server on its own loopback port.</summary>
internal sealed class GraphQLHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly RecordedErrors _errors;
    private readonly Uri _address;

    private GraphQLHost(WebApplication application, RecordedErrors errors, TestSchema schema)
    {
        (_application, _errors, Schema) = (application, errors, schema);
        var address = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        _address = new Uri(address);
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _address };
    }

    public HttpClient Client { get; }

    public TestSchema Schema { get; }

    public IServiceProvider Services => _application.Services;

    /// <summary>The messages logged at level error or above.</summary>
    public IReadOnlyCollection<string> Errors => _errors.Messages;

    /// <summary>Starts a host whose schema enables <c>@defer</c> and <c>@stream</c>.</summary>
    public static Task<GraphQLHost> StartIncrementalAsync(GraphQLServerOptions? options = null) =>
        StartAsync(options, services: services => services.AddGraphQL().ModifyOptions(schema => (schema.EnableDefer, schema.EnableStream) = (true, true)));

    public static async Task<GraphQLHost> StartAsync(
        GraphQLServerOptions? options = null, string? ide = null, string path = "/graphql", Action<IServiceCollection>? services = null, bool useWebSockets = true)
    {
        var (schema, errors) = (new TestSchema(), new RecordedErrors());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new IdeSite(ide ?? "no-such-directory"));
        builder.Services.AddGraphQLServer().ConfigureSchema(schema.Declare);
        services?.Invoke(builder.Services);
        var application = builder.Build();
        if (useWebSockets)
            application.UseWebSockets();
        application.MapGraphQL(path).WithOptions(options ?? new GraphQLServerOptions());
        await application.StartAsync();
        return new GraphQLHost(application, errors, schema);
    }

    /// <summary>The address for WebSockets.</summary>
    public Uri SocketAddress => new UriBuilder(_address) { Scheme = "ws", Path = "/graphql" }.Uri;

    /// <summary>Shuts the server down gracefully, as on SIGTERM.</summary>
    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }

    private sealed class RecordedErrors : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Messages { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Messages.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}
