using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Starts the sandbox inside this process if no real data source is configured.</summary>
internal static class EmbeddedSandbox
{
    // Makes loading states visible without slowing down development.
    private static readonly TimeSpan DefaultLatency = TimeSpan.FromMilliseconds(50);

    /// <summary>The portfolios of the sandbox that are designed to show something.</summary>
    public static IReadOnlyList<SandboxPersona> Personas => SandboxPersonas.All;

    /// <summary>
    /// Starts the sandbox on its own loopback listener and sets <c>Upstream:BaseUrl</c> to its address, if neither <c>Upstream:BaseUrl</c> nor
    /// <c>Upstream:ApiKey</c> is set. The sandbox is allowed in the Development environment, and elsewhere with <c>Sandbox:Enabled=true</c>.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="args">The command line. The export of the schema needs no data source.</param>
    /// <returns>The running sandbox; null if none is needed.</returns>
    /// <exception cref="StartupException">No data source is configured and the sandbox is not allowed, or its settings are invalid. The message names the setting.</exception>
    public static async Task<SandboxServer?> StartSandboxIfNeededAsync(this WebApplicationBuilder builder, string[] args)
    {
        var configuration = builder.Configuration;
        var hasSource = !string.IsNullOrWhiteSpace(configuration["Upstream:BaseUrl"]) || !string.IsNullOrWhiteSpace(configuration["Upstream:ApiKey"]);
        if (hasSource || args is ["schema", ..])
            return null;
        if (!builder.Environment.IsDevelopment() && !configuration.ReadSwitch("Sandbox", "Enabled"))
        {
            throw new StartupException(
                "No data source is configured. Set Upstream:ApiKey (environment Upstream__ApiKey) to an API key, or Upstream:BaseUrl (Upstream__BaseUrl) to another "
                + "data source, or Sandbox:Enabled=true (Sandbox__Enabled) to serve sandbox data.");
        }

        var sandbox = await StartAsync(configuration);
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Upstream:BaseUrl"] = sandbox.BaseAddress.ToString(),
            ["Upstream:CallsPerSecond"] = configuration["Upstream:CallsPerSecond"] ?? "0",
            [UpstreamReport.SandboxSetting] = "true",
        });
        return sandbox;
    }

    private static async Task<SandboxServer> StartAsync(ConfigurationManager configuration)
    {
        configuration.RequireReadable("Sandbox", typeof(SandboxOptions));
        var options = new SandboxOptions { RequireKey = false, Latency = DefaultLatency };
        configuration.GetSection("Sandbox").Bind(options);
        if (options.Port is < 0 or > ushort.MaxValue)
            throw new StartupException($"Sandbox:Port (environment Sandbox__Port) must be between 0 and {ushort.MaxValue} (was {options.Port}). Use 0 for any free port.");

        try
        {
            return await SandboxServer.StartAsync(options);
        }
        catch (IOException)
        {
            throw new StartupException($"Sandbox:Port (environment Sandbox__Port) is {options.Port}, which is already in use. Choose another port, or 0 for any free port.");
        }
    }
}
