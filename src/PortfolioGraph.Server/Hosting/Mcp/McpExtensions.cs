using System.Reflection;
using System.Runtime.CompilerServices;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// The endpoint for assistants: the Model Context Protocol (MCP) over Streamable HTTP, without sessions, so that any replica can handle any request. A request is a data request like those
/// to <c>/graphql</c>: it needs a key, counts against its limits, and has the same budget of calls.
/// </summary>
internal static class McpExtensions
{
    /// <summary>The path of the endpoint.</summary>
    public const string Path = "/mcp";

    private const string LogCategory = "ModelContextProtocol";

    /// <summary>Adds the services of the endpoint, if the settings enable it.</summary>
    /// <param name="services">The services.</param>
    /// <param name="settings">The options.</param>
    public static void AddMcp(this IServiceCollection services, ServerOptions settings)
    {
        if (settings.Mcp)
            AddServices(services);
    }

    /// <summary>Maps the endpoint, if the settings enable it.</summary>
    /// <param name="app">The application.</param>
    /// <param name="settings">The options.</param>
    public static void MapMcp(this WebApplication app, ServerOptions settings)
    {
        if (settings.Mcp)
            MapEndpoint(app);
    }

    /// <summary>Whether a request is for this endpoint.</summary>
    /// <param name="request">The request.</param>
    public static bool IsMcp(HttpRequest request) => request.Path.StartsWithSegments(Path);

    // Not inlined, so that a server without the endpoint does not load the library.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddServices(IServiceCollection services)
    {
        // The library reads its options as soon as the endpoint is mapped, before the host has validated all sections of the settings.
        services.AddSingleton(static provider => new Lazy<AddressLimits>(provider.GetRequiredService<AddressLimits>));
        services.AddSingleton<GraphEndpoint>();
        services.AddSingleton<McpTools>();
        services.AddSingleton<McpOperations>();
        services.AddSingleton<McpResources>();
        services.AddSingleton<McpPrompts>();
        services.AddSingleton<McpHandlers>();
        services.AddMcpServer().WithHttpTransport(static options => options.SessionMode = HttpServerSessionMode.Stateless);
        services.AddOptions<McpServerOptions>().Configure<McpHandlers>(static (options, handlers) =>
        {
            options.ServerInfo = new Implementation { Name = "portfoliograph", Title = "PortfolioGraph", Version = Version };
            options.ServerInstructions = $"Portfolios of wallets on EVM chains: value, chains, tokens, protocol positions, debts, profit and loss. The tools read data; none of them acts on a blockchain.\n\n{McpPrompts.Reading}".ReplaceLineEndings("\n");
            handlers.Set(options.Handlers);
            McpFilters.Add(options.Filters);
        });
        services.PostConfigure<LoggerFilterOptions>(Silence);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MapEndpoint(WebApplication app) => McpEndpointRouteBuilderExtensions.MapMcp(app, Path);

    // Without the commit after the plus sign, which is no concern of clients.
    private static string Version => typeof(McpExtensions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    // The library logs what clients send and receive, at the level Trace whole messages with addresses, and its errors repeat names that clients choose. Faults of tools are logged by this server.
    private static void Silence(LoggerFilterOptions options)
    {
        foreach (var rule in options.Rules.Where(static rule => rule.CategoryName?.StartsWith(LogCategory, StringComparison.OrdinalIgnoreCase) == true).ToList())
            options.Rules.Remove(rule);
        // A rule for a provider takes precedence over one for all.
        foreach (var provider in options.Rules.Select(static rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList())
            options.Rules.Add(new LoggerFilterRule(provider, LogCategory, LogLevel.None, filter: null));
    }
}
