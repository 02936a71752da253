using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>Assertions about the upstream calls of a wallet's fields.</summary>
internal static class WalletCalls
{
    /// <summary>Requests fields of the typical wallet twice. The first request makes exactly these calls, which are sorted by ordinal; the second makes none.</summary>
    public static async Task ShouldLoadWalletWithAsync(this GraphServer graph, string selection, string[] calls)
    {
        var query = $"query($address: Address!) {{ wallet(address: $address) {{ {selection} }} }}";

        var response = await graph.QueryAsync(query, new { address = Wallets.Typical });
        var again = await graph.QueryAsync(query, new { address = Wallets.Typical });

        response.ShouldHaveNoErrors();
        graph.Calls.Order(StringComparer.Ordinal).ShouldBe(calls);
        response.Upstream.GetProperty("calls").GetInt32().ShouldBe(calls.Length);
        again.ShouldHaveNoErrors().Upstream.GetProperty("calls").GetInt32().ShouldBe(0);
    }
}
