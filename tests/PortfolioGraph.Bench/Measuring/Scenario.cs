using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>Which wallets the requests of a scenario select.</summary>
internal enum Wallets
{
    /// <summary>Random wallets, different in every request, so that nothing is cached.</summary>
    Random,

    /// <summary>The same wallets in every request.</summary>
    Same,

    /// <summary>Few wallets, but others in every request, so that the data is cached and the response is not.</summary>
    Mixed,
}

/// <summary>One operation under load.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Title">The title of its table.</param>
/// <param name="Operation">The operation's name.</param>
/// <param name="Document">The GraphQL document.</param>
/// <param name="Wallets">Which wallets the requests select.</param>
/// <param name="ColdCalls">The upstream calls of a request for wallets that were not requested before.</param>
internal sealed record Scenario(string Name, string Title, string Operation, string Document, Wallets Wallets, int ColdCalls)
{
    /// <summary>The number of wallets in a request.</summary>
    public const int WalletsPerRequest = 5;

    /// <summary>The number of wallets from which <see cref="Wallets.Mixed"/> takes those of a request.</summary>
    public const int MixedWallets = 40;

    /// <summary>The delay of the upstream's responses.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The number of connections.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>The upstream calls of a request under load.</summary>
    public int CallsPerRequest => Wallets == Wallets.Random ? ColdCalls : 0;

    /// <summary>The number of distinct wallets; null if it is not limited.</summary>
    public int? PoolSize => Wallets switch
    {
        Wallets.Same => WalletsPerRequest,
        Wallets.Mixed => MixedWallets,
        _ => null,
    };

    /// <summary>The names of the servers that can run it.</summary>
    public IReadOnlyList<string> Servers { get; init; } = ["floor", "ours", "mercurius", "yoga", "graphql-dotnet"];

    /// <summary>Whether a server can run it.</summary>
    public bool Includes(BenchServer server) => Servers.Contains(server.IsOurs ? BenchServer.OurName : server.Name);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("totals", "Totals, cold: the value of 5 random wallets", "Totals", Documents.Totals, Wallets.Random, 1),
        new("tokens", "Tokens, cold: the 12 tokens of each of 5 random wallets, with profit and loss", "Tokens", Documents.Tokens, Wallets.Random, 5),
        new("warm", "Warm: the tokens by chain of 5 cached wallets, the same operation and variables again", "TokensByChain", Documents.TokensByChain, Wallets.Same, 10)
        {
            Servers = ["floor", "ours", "yoga-cache"],
        },
        new("mixed", "Warm, executed: the tokens by chain of 5 of 40 cached wallets, others in every request", "TokensByChain", Documents.TokensByChain, Wallets.Mixed, 10)
        {
            Servers = ["floor", "ours"],
        },
        new("delay", "Delay: the value of 5 random wallets, upstream 100 ms, 64 connections", "Totals", Documents.Totals, Wallets.Random, 1)
        {
            Delay = TimeSpan.FromMilliseconds(100),
            Connections = 64,
        },
    ];
}
