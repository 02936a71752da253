using System.Net.Http.Json;
using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Paging;

/// <summary>Pages of tokens and positions while the holdings change, and invalid cursors.</summary>
public sealed class PagingTests
{
    // A cursor is a position in the order. Items that moved before that position are not shown, items that moved behind it are. No other item is repeated or missing.
    [Theory]
    [InlineData("A100 B90 C80 D70", "CD", false)]
    [InlineData("A100 B90 C95 D70", "D", false)]
    [InlineData("A100 C80 D70", "CD", false)]
    [InlineData("A100 B75 C80 D70", "CB", true)]
    [InlineData("A100 B95 C80 D70", "CD", false)]
    [InlineData("A100 B90 C80 D70 E85", "EC", true)]
    [InlineData("A100 B90 C80 D70 E92", "CD", false)]
    [InlineData("A100 B90 C90 D90", "CD", false)]
    [InlineData("A90 B90 C D", "CD", false)]
    [InlineData("A100 B C80 D70", "CD", true)]
    [InlineData("C80 D70", "CD", false)]
    [InlineData("A100 B90", "", false)]
    [InlineData("A100", "", false)]
    [InlineData("", "", false)]
    public async Task Page_Should_FollowTheCursorsSortPosition_When_HoldingsHaveChanged(string held, string items, bool hasNext)
    {
        foreach (var list in new[] { "tokens", "positions" })
        {
            await using var graph = await PagedGraph.StartAsync("A100 B90 C80 D70");
            var first = await graph.PageAsync($"{list}(first: 2)");
            first.Items.ShouldBe("AB");

            graph.Held = held;
            await graph.RefreshAsync();
            var second = await graph.PageAsync($"{list}(first: 2)", first.EndCursor);

            second.Items.ShouldBe(items, list);
            second.HasNext.ShouldBe(hasNext);
            second.HasPrevious.ShouldBe(held.Contains('A', StringComparison.Ordinal));
            second.Total.ShouldBe(held.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
            (second.StartCursor is null, second.EndCursor is null).ShouldBe((items.Length == 0, items.Length == 0));
            graph.Upstream.Requests.Count.ShouldBe(2);
        }
    }

    [Fact]
    public async Task Page_Should_TakeNoCall_When_TheListIsCached()
    {
        await using var graph = await PagedGraph.StartAsync("A100 B90 C80 D70");

        var first = await graph.PageAsync("tokens(first: 3)");
        var second = await graph.PageAsync("tokens(first: 3)", first.EndCursor);
        var third = await graph.PageAsync("tokens(first: 3)", second.EndCursor);

        (first.Items, second.Items, third.Items).ShouldBe(("ABC", "D", ""));
        (third.HasNext, third.HasPrevious).ShouldBe((false, true));
        graph.Upstream.Requests.ShouldHaveSingleItem().Path.ShouldEndWith("v4/overview/erc20/details");
    }

    [Fact]
    public async Task Page_Should_FollowAnyItem_When_TheCursorIsFromItsEdge()
    {
        await using var graph = await PagedGraph.StartAsync("A100 B90 C80 D C9 E");

        var whole = await graph.PageAsync("positions(first: 9)");

        (whole.StartCursor, whole.EndCursor).ShouldBe((whole.Cursors[0], whole.Cursors[^1]));
        whole.Cursors.Distinct().Count().ShouldBe(whole.Items.Length);
        for (var i = 0; i < whole.Items.Length; i++)
            (await graph.PageAsync("positions(first: 9)", whole.Cursors[i])).Items.ShouldBe(whole.Items[(i + 1)..]);
    }

    [Fact]
    public async Task Pages_Should_ContinueThroughUnpricedItems_When_TheyAreLast()
    {
        await using var graph = await PagedGraph.StartAsync("E D A0 C F B-1");
        var walked = "";
        string? cursor = null;

        do
        {
            var page = await graph.PageAsync("positions(first: 1)", cursor);
            walked += page.Items;
            cursor = page.HasNext ? page.EndCursor : null;
        }
        while (cursor is not null);

        walked.ShouldBe((await graph.PageAsync("positions(first: 9)")).Items);
        walked[^4..].ShouldBe("CDEF");
    }

    // Sort positions do not depend on the filter, nor on the period of profit and loss.
    [Theory]
    [InlineData("tokens(first: 2)", "AB", "tokens(first: 2, includeClosed: true)", "CD")]
    [InlineData("tokens(first: 2, range: ONE_DAY)", "AB", "tokens(first: 2, range: ONE_YEAR)", "CD")]
    [InlineData("tokens(first: 5, includeClosed: true)", "ABCDz", "tokens(first: 2)", "")]
    [InlineData("positions(first: 2, includeClosed: true)", "AB", "positions(first: 2)", "CD")]
    [InlineData("positions(first: 5, includeClosed: true)", "ABCDz", "positions(first: 2, includeClosed: true)", "")]
    public async Task Cursor_Should_StayValid_When_TheListIsFilteredDifferently(string first, string items, string second, string following)
    {
        await using var graph = await PagedGraph.StartAsync("A100 B90 C80 D70 z0");

        var page = await graph.PageAsync(first);
        page.Items.ShouldBe(items);

        (await graph.PageAsync(second, page.EndCursor)).Items.ShouldBe(following);
    }

    [Theory]
    [InlineData("wallet")]
    [InlineData("other")]
    [InlineData("portfolio")]
    [InlineData("chain")]
    public async Task Cursor_Should_BeRejectedWithoutACall_When_ItIsOfAnotherList(string owner)
    {
        await using var graph = await PagedGraph.StartAsync("A100 B90 C80 N70 O60");
        var cursor = (await graph.PageAsync("tokens(first: 1)", owner: owner)).EndCursor;
        var calls = graph.Upstream.Requests.Count;
        await graph.RefreshAsync();

        foreach (var list in new[] { "tokens", "positions" })
        {
            foreach (var other in new[] { "wallet", "other", "portfolio", "chain" }.Where(other => (list, other) != ("tokens", owner)))
            {
                var (result, path) = await graph.PageAsync($"{list}(first: 1)", cursor, other);

                result.Codes.ShouldBe(["CURSOR_INVALID"], $"{list} of {other}");
                result.Paths.ShouldBe([path]);
                result.Errors[0].GetProperty("extensions").GetProperty("argument").GetString().ShouldBe("after");
                result.Errors[0].GetProperty("message").GetString().ShouldBe(
                    "The argument `after` is not a cursor of this list. Use a cursor from the same field of the same wallet, portfolio or chain with the same `order`, or omit the argument.");
                result.IsNull(path).ShouldBeTrue();
            }
        }

        graph.Upstream.Requests.Count.ShouldBe(calls);
        (await graph.PageAsync("tokens(first: 1)", cursor, owner)).Items.ShouldBe("B");
    }

    [Fact]
    public async Task Cursor_Should_BeRejectedWithoutACall_When_ItIsDamaged()
    {
        await using var graph = await PagedGraph.StartAsync("A100 B90 C80");
        var cursor = (await graph.PageAsync("tokens(first: 1)")).EndCursor!;
        await graph.RefreshAsync();

        foreach (var damaged in new[] { "", "MA==", cursor[..^1], cursor + "A", cursor.ToLowerInvariant(), new string('A', 100_000) })
        {
            foreach (var list in new[] { "tokens", "positions" })
                (await graph.PageAsync($"{list}(first: 1)", damaged)).Response.Codes.ShouldBe(["CURSOR_INVALID"]);
        }

        graph.Upstream.Requests.Count.ShouldBe(1);
    }

    // The key contains the whole name of a pool, which the author of the pool sets.
    [Fact]
    public async Task Cursor_Should_BeAccepted_When_AnItemsNameIsVeryLong()
    {
        await using var graph = await PagedGraph.StartAsync("A100 B90");
        var name = string.Concat(Enumerable.Repeat("𝔸", 5_000));
        graph.Upstream.Returns("v4/overview/protocols/details", PagedGraph.Named(name, "A", "B"));

        var first = await graph.PageAsync("positions(first: 1)");
        var second = await graph.PageAsync("positions(first: 1)", first.EndCursor);

        first.Items.ShouldBe(name + "A");
        second.Items.ShouldBe(name + "B");
        second.HasNext.ShouldBeFalse();
    }

    [Theory]
    [InlineData("tokens", "v4/overview/erc20/details addresses=b166 timerange=1year closed=true closed_threshold=0")]
    [InlineData("positions", "v4/overview/protocols/details addresses=b166 closed=true closed_threshold=0")]
    public async Task Pages_Should_HaveEveryIdOnce_When_AWhaleIsPagedInSevens(string list, string call)
    {
        await using var graph = await GraphServer.StartAsync();

        var (ids, total) = await WalkAsync(graph, list, 7);
        var (inOne, _) = await WalkAsync(graph, list, 500);

        total.ShouldBeGreaterThan(3 * 7);
        ids.Count.ShouldBe(total);
        ids.Distinct().Count().ShouldBe(total);
        ids.ShouldBe(inOne);
        graph.Calls.ShouldBe([call]);
    }

    // As frontends page if only trusted documents run.
    [Theory]
    [InlineData("WalletTokens", "tokens")]
    [InlineData("WalletPositions", "positions")]
    public async Task Operation_Should_ReturnTheNextPage_When_AfterIsTheEndCursor(string name, string list)
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = "Trusted" });
        var (ids, total) = (new List<string?>(), 0);
        string? after = null;

        do
        {
            using var response = await graph.Client.PostAsJsonAsync(
                "/graphql",
                new { documentId = TrustedDocument.IdOf(name), variables = new { address = Wallets.Typical, first = 4, after } });
            var result = new GraphResponse(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement).ShouldHaveNoErrors();
            ids.AddRange(result[$"wallet.{list}.nodes"].EnumerateArray().Select(node => node.GetProperty("id").GetString()));
            total = (int)result.Number($"wallet.{list}.totalCount");
            after = result[$"wallet.{list}.pageInfo.hasNextPage"].GetBoolean() ? result[$"wallet.{list}.pageInfo.endCursor"].GetString() : null;
        }
        while (after is not null);

        total.ShouldBeGreaterThan(4);
        ids.Distinct().Count().ShouldBe(total);
        ids.Count.ShouldBe(total);
    }

    private static async Task<(List<string?> Ids, int Total)> WalkAsync(GraphServer graph, string list, int size)
    {
        var ids = new List<string?>();
        GraphResponse result;
        string? after = null;
        do
        {
            result = (await graph.QueryAsync(
                $"query($address: Address!, $first: Int!, $after: String) {{ wallet(address: $address) {{ {list}(first: $first, after: $after, includeClosed: true) {{ totalCount pageInfo {{ hasNextPage endCursor }} nodes {{ id }} }} }} }}",
                new { address = SandboxPersonas.Whale, first = size, after })).ShouldHaveNoErrors();
            ids.AddRange(result[$"wallet.{list}.nodes"].EnumerateArray().Select(node => node.GetProperty("id").GetString()));
            after = result[$"wallet.{list}.pageInfo.endCursor"].GetString();
        }
        while (result[$"wallet.{list}.pageInfo.hasNextPage"].GetBoolean());
        return (ids, (int)result.Number($"wallet.{list}.totalCount"));
    }
}
