using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>
/// A server that listens on a port of this host, for the tests of one class. It has the list of chains: an unknown chain costs one call at most, which
/// was made before the tests.
/// </summary>
public sealed class ListeningServer : IAsyncLifetime
{
    internal GraphServer Graph { get; private set; } = null!;

    internal int Port => Graph.Client.BaseAddress!.Port;

    public async Task InitializeAsync()
    {
        Graph = await GraphServer.StartAsync(listens: true);
        (await Graph.AskAsync("{ chain(chainId: 2) { name } }")).Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);
        Graph.Calls.ShouldBe(["v5.0/general/supported_chains"]);
    }

    public Task DisposeAsync() => Graph.DisposeAsync().AsTask();

    /// <summary>Asks what any client may, and expects the answer.</summary>
    internal async Task AnswersAsync()
    {
        var answer = await Graph.AskAsync("{ chain(chainId: 1) { name } }");
        answer.Good()["chain.name"].GetString().ShouldBe("Ethereum");
    }
}
