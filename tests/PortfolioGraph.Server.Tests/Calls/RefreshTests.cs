using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>The mutation refresh: what it makes to be asked for anew, and what it refuses.</summary>
public sealed class RefreshTests
{
    private const string Values = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd } }";
    private const string Refresh = "mutation($addresses: [Address!]!) { refresh(addresses: $addresses) { wallets { address } } }";

    private static readonly string[] Both = Wallets.Some(2);

    [Fact]
    public async Task Refresh_Should_MakeTheNextQueryAskAgain_When_TheWalletIsCached()
    {
        await using var graph = await GraphServer.StartAsync();
        (await graph.AskAsync(Values, new { addresses = Both })).Good();

        var refreshed = await graph.AskAsync(Refresh, new { addresses = Both[..1] });

        refreshed.Good()["refresh.wallets"].GetArrayLength().ShouldBe(1);
        refreshed.Upstream.GetProperty("calls").GetInt32().ShouldBe(0);
        (await graph.AskAsync(Values, new { addresses = Both })).Good();
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=00a1+01a1", "v5.0/general/current_value addresses=00a1"]);
    }

    [DiffersOnHotChocolate("it loads together what is below the roots of a mutation")]
    [Fact]
    public async Task Refresh_Should_FinishTheOneBeforeTheNext_When_AnOperationHasTwo()
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(
            """
            mutation($first: [Address!]!, $second: [Address!]!) {
              first: refresh(addresses: $first) { wallets { valueUsd } }
              second: refresh(addresses: $second) { wallets { valueUsd } }
            }
            """,
            new { first = Both[..1], second = Both[1..] });

        // At once they would share a call.
        answer.Good();
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=00a1", "v5.0/general/current_value addresses=01a1"]);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(100, null)]
    [InlineData(101, "TOO_MANY_ADDRESSES")]
    public async Task Refresh_Should_TakeAHundredAddresses_When_ManyAreGiven(int count, string? code)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(Refresh, new { addresses = Wallets.Some(count) });

        answer.Codes.ShouldBe(code is null ? [] : [code]);
        if (code is null)
            answer["refresh.wallets"].GetArrayLength().ShouldBe(count);
        graph.Calls.ShouldBeEmpty();
    }
}
