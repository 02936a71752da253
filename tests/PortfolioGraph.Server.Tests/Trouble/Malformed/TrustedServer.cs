using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Trouble.Malformed;

/// <summary>A server with the profile Trusted that listens on a port of this host, for the tests of one class.</summary>
public sealed class TrustedServer : IAsyncLifetime
{
    internal GraphServer Graph { get; private set; } = null!;

    internal int Port => Graph.Client.BaseAddress!.Port;

    public async Task InitializeAsync() => Graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = "Trusted" }, listens: true);

    public Task DisposeAsync() => Graph.DisposeAsync().AsTask();
}
