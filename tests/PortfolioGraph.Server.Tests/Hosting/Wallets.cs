using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>Addresses that tests ask for.</summary>
internal static class Wallets
{
    public const string Typical = SandboxPersonas.Typical;
    public const string Empty = SandboxPersonas.Empty;

    /// <summary>Different addresses with drawn portfolios, told apart by their first four digits.</summary>
    /// <param name="count">How many; at most 256.</param>
    public static string[] Some(int count) => [.. Enumerable.Range(0, count).Select(i => $"0x{i:x2}a1{new string('b', 36)}")];
}
