using System.Net.Http.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>
/// A server that listens on a loopback port, shared by the tests of one class. It has already loaded the list of chains, so that unknown chains in tests
/// cost no call.
/// </summary>
public sealed class ListeningServer : IAsyncLifetime
{
    internal GraphServer Graph { get; private set; } = null!;

    internal int Port => Graph.Client.BaseAddress!.Port;

    public async Task InitializeAsync()
    {
        Graph = await GraphServer.StartAsync(listens: true);
        (await Graph.QueryAsync("{ chain(chainId: 2) { name } }")).Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);
        Graph.Calls.ShouldBe(["v5.0/general/supported_chains"]);
    }

    public Task DisposeAsync() => Graph.DisposeAsync().AsTask();

    /// <summary>Checks that the server still responds to a valid query.</summary>
    internal async Task CheckRespondsAsync()
    {
        var response = await Graph.QueryAsync("{ chain(chainId: 1) { name } }");
        response.ShouldHaveNoErrors()["chain.name"].GetString().ShouldBe("Ethereum");
    }
}

/// <summary>Like <see cref="ListeningServer"/>, but with the profile Trusted.</summary>
public sealed class TrustedServer : IAsyncLifetime
{
    internal GraphServer Graph { get; private set; } = null!;

    internal int Port => Graph.Client.BaseAddress!.Port;

    public async Task InitializeAsync()
    {
        Graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = "Trusted" }, listens: true);
        using var response = await Graph.Client.PostAsJsonAsync("/graphql", new { documentId = TrustedDocument.IdOf("WalletOnChain"), variables = new { address = Wallets.Typical, chainId = 2 } });
        (await response.Content.ReadAsStringAsync()).ShouldContain("CHAIN_UNSUPPORTED");
        Graph.Calls.ShouldBe(["v5.0/general/supported_chains"]);
    }

    public Task DisposeAsync() => Graph.DisposeAsync().AsTask();
}
