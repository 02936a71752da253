using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Core.Tests.Sandbox;

/// <summary>Starts a separate sandbox, on its own port, for each test.</summary>
public abstract class SandboxFixture : IAsyncLifetime
{
    protected SandboxServer Server { get; private set; } = null!;

    private protected CoreHost Core { get; private set; } = null!;

    /// <summary>The received calls, each as path and query.</summary>
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

    /// <summary>Makes a route return invalid responses, so that loads fall back.</summary>
    protected void Break(string route) => Server.Options.Faults.Add(new SandboxFault { Route = route, Kind = FaultKind.WrongShape });
}
