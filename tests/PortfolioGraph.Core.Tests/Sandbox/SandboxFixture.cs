using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Core.Tests.Sandbox;

/// <summary>A sandbox of its own for each test, on a port of its own.</summary>
public abstract class SandboxFixture : IAsyncLifetime
{
    protected SandboxServer Server { get; private set; } = null!;

    private protected CoreHost Core { get; private set; } = null!;

    /// <summary>The calls so far, each as path and query.</summary>
    protected IReadOnlyList<string> Calls => [.. Server.Calls.Select(call => call.ToString())];

    public async Task InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions());
        Core = CoreHost.Over(Server.BaseAddress);
    }

    public async Task DisposeAsync()
    {
        Core.Dispose();
        await Server.DisposeAsync();
    }

    protected static AddressSet Owners(params string[] addresses) => AddressSet.Of(addresses.Select(Parse));

    protected static Address Parse(string text) => Address.TryParse(text, out var address) ? address : throw new FormatException(text);

    /// <summary>Makes one version unusable, so that what is fallen back to results.</summary>
    protected void Break(string route) => Server.Options.Faults.Add(new SandboxFault { Route = route, Kind = FaultKind.WrongShape });
}
