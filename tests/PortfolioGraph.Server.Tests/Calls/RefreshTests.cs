using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>The mutation refresh: which data it invalidates, and its limits.</summary>
public sealed class RefreshTests
{
    private const string Values = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd } }";
    private const string Refresh = "mutation($addresses: [Address!]!) { refreshWallets(addresses: $addresses) { wallets { address } } }";

    private static readonly string[] Both = Wallets.Some(2);

    [Fact]
    public async Task Refresh_Should_MakeTheNextQueryLoadAgain_When_TheWalletIsCached()
    {
        await using var graph = await GraphServer.StartAsync();
        (await graph.QueryAsync(Values, new { addresses = Both })).ShouldHaveNoErrors();

        var refreshed = await graph.QueryAsync(Refresh, new { addresses = Both[..1] });

        refreshed.ShouldHaveNoErrors()["refreshWallets.wallets"].GetArrayLength().ShouldBe(1);
        refreshed.Upstream.GetProperty("calls").GetInt32().ShouldBe(0);
        (await graph.QueryAsync(Values, new { addresses = Both })).ShouldHaveNoErrors();
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=00a1+01a1", "v5.0/general/current_value addresses=00a1"]);
    }

    [DiffersOnHotChocolate("it loads the fields below the root fields of a mutation together")]
    [Fact]
    public async Task Refresh_Should_RunSerially_When_AnOperationHasTwo()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            """
            mutation($first: [Address!]!, $second: [Address!]!) {
              first: refreshWallets(addresses: $first) { wallets { valueUsd } }
              second: refreshWallets(addresses: $second) { wallets { valueUsd } }
            }
            """,
            new { first = Both[..1], second = Both[1..] });

        // Concurrent refreshes would share a call.
        response.ShouldHaveNoErrors();
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=00a1", "v5.0/general/current_value addresses=01a1"]);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(100, null)]
    [InlineData(101, "TOO_MANY_ADDRESSES")]
    public async Task Refresh_Should_AcceptAtMostAHundredAddresses_When_ManyAreGiven(int count, string? code)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(Refresh, new { addresses = Wallets.Some(count) });

        response.Codes.ShouldBe(code is null ? [] : [code]);
        if (code is null)
            response["refreshWallets.wallets"].GetArrayLength().ShouldBe(count);
        graph.Calls.ShouldBeEmpty();
    }
}
