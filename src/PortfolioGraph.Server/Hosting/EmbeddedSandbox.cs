using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Starts the sandbox inside this process where no real data source is configured.</summary>
internal static class EmbeddedSandbox
{
    // Long enough to see that loading takes time, short enough not to be waited for.
    private static readonly TimeSpan DefaultLatency = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Starts the sandbox on a loopback listener of its own and points <c>Upstream:BaseUrl</c> at it, where neither <c>Upstream:BaseUrl</c> nor
    /// <c>Upstream:ApiKey</c> is set. It serves in the Development environment, or anywhere with <c>Sandbox:Enabled=true</c>.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="args">The command line: exporting the schema needs no data source.</param>
    /// <returns>The running sandbox; null where none is needed.</returns>
    /// <exception cref="StartupException">There is no data source and the sandbox may not serve, or it cannot with its settings; the message names the setting.</exception>
    public static async Task<SandboxServer?> StartSandboxWhereNeededAsync(this WebApplicationBuilder builder, string[] args)
    {
        var configuration = builder.Configuration;
        var hasSource = !string.IsNullOrWhiteSpace(configuration["Upstream:BaseUrl"]) || !string.IsNullOrWhiteSpace(configuration["Upstream:ApiKey"]);
        if (hasSource || args is ["schema", ..])
            return null;
        if (!builder.Environment.IsDevelopment() && !configuration.ReadSwitch("Sandbox", "Enabled"))
        {
            throw new StartupException(
                "There is no data source: set Upstream:ApiKey (environment Upstream__ApiKey) to an API key, or Upstream:BaseUrl (Upstream__BaseUrl) to another "
                + "address, or Sandbox:Enabled=true (Sandbox__Enabled) to serve invented data.");
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
            throw new StartupException($"Sandbox:Port (environment Sandbox__Port) is {options.Port} but must be from 0 to {ushort.MaxValue}; 0 takes any that is free.");

        try
        {
            return await SandboxServer.StartAsync(options);
        }
        catch (IOException)
        {
            throw new StartupException($"Sandbox:Port (environment Sandbox__Port) is {options.Port}, which is taken; 0 takes any that is free.");
        }
    }
}
