using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>The wallet addresses of the tests.</summary>
internal static class Wallets
{
    public const string Typical = SandboxPersonas.Typical;
    public const string Empty = SandboxPersonas.Empty;

    /// <summary>Returns addresses with generated portfolios, which differ in their first four digits.</summary>
    /// <param name="count">The number of addresses; at most 256.</param>
    public static string[] Some(int count) => [.. Enumerable.Range(0, count).Select(i => $"0x{i:x2}a1{new string('b', 36)}")];
}
