using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Paging;

/// <summary>Pages from the end of a list, and pages between two cursors.</summary>
public sealed class BackwardPagingTests
{
    private const string Held = "A100 B90 C90 D70 E0 F-5 G H";

    // The lists in the order of their items; protocols are named by their only position.
    public static TheoryData<string, string> Lists => new()
    {
        { "tokens", "wallet" },
        { "positions", "wallet" },
        { "protocols", "wallet" },
        { "tokens", "portfolio" },
        { "positions", "chain" },
        { "protocols", "chain" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Pages_Should_ReturnTheList_When_ItIsWalkedInEitherDirection(string list, string owner)
    {
        await using var graph = await StartAsync();
        var whole = (await graph.PageAsync($"{list}(first: 500)", owner: owner)).Items;
        var calls = graph.Upstream.Requests.Count;

        for (var size = 1; size <= whole.Length + 1; size++)
        {
            (await WalkForwardsAsync(graph, list, owner, size)).ShouldBe(whole, $"forwards in pages of {size}");
            (await WalkBackwardsAsync(graph, list, owner, size)).ShouldBe(whole, $"backwards in pages of {size}");
        }

        whole.Length.ShouldBe(8);
        graph.Upstream.Requests.Count.ShouldBe(calls);
    }

    // Every combination of arguments, compared with the algorithm of the Relay cursor connections specification on the letters.
    [Theory]
    [InlineData("tokens")]
    [InlineData("positions")]
    [InlineData("protocols")]
    public async Task Page_Should_BeThatOfTheSpecification_When_ArgumentsAreCombined(string list)
    {
        await using var graph = await StartAsync();
        var whole = await graph.PageAsync($"{list}(first: 500)");
        int?[] sizes = [null, 1, 3, 8];
        int?[] cursors = [null, 0, 3, 7];

        foreach (var (first, last, after, before) in from f in sizes from l in sizes from a in cursors from b in cursors select (f, l, a, b))
        {
            var page = await graph.PageAsync($"{list}(first: {JsonSerializer.Serialize(first)}, last: {JsonSerializer.Serialize(last)})", after is { } a ? whole.Cursors[a] : null, before: before is { } b ? whole.Cursors[b] : null);

            var start = after + 1 ?? 0;
            var end = Math.Max(start, before ?? whole.Items.Length);
            end = Math.Min(end, start + (first ?? int.MaxValue - start));
            start = Math.Max(start, end - (last ?? int.MaxValue));
            var arguments = $"first {first}, last {last}, after {after}, before {before}";
            page.Items.ShouldBe(whole.Items[start..end], arguments);
            (page.HasPrevious, page.HasNext).ShouldBe((start > 0, end < whole.Items.Length), arguments);
            (page.StartCursor, page.EndCursor).ShouldBe(start == end ? (null, null) : (whole.Cursors[start], whole.Cursors[end - 1]), arguments);
            page.Total.ShouldBe(whole.Items.Length);
        }

        graph.Upstream.Requests.Count.ShouldBe(1);
    }

    // The item of the cursor may have moved or be gone, as for forward pages.
    [Theory]
    [InlineData("A100 B90 C80 D70", "BC", true)]
    [InlineData("A100 B90 C80", "BC", true)]
    [InlineData("A100 B90 C60 D70", "AB", false)]
    [InlineData("A100 B90 C80 D70 E75", "CE", true)]
    [InlineData("D70", "", false)]
    [InlineData("", "", false)]
    public async Task Page_Should_EndBeforeTheCursorsSortPosition_When_HoldingsHaveChanged(string held, string items, bool hasPrevious)
    {
        foreach (var list in new[] { "tokens", "positions", "protocols" })
        {
            await using var graph = await StartAsync("A100 B90 C80 D70");
            var last = await graph.PageAsync($"{list}(last: 1)");
            last.Items.ShouldBe("D");

            graph.Held = held;
            await graph.RefreshAsync();
            var previous = await graph.PageAsync($"{list}(last: 2)", before: last.StartCursor);

            (previous.Items, previous.HasPrevious).ShouldBe((items, hasPrevious), list);
            graph.Upstream.Requests.Count.ShouldBe(2);
        }
    }

    [Theory]
    [InlineData("last: 0", "last")]
    [InlineData("last: -1", "last")]
    [InlineData("last: 501", "last")]
    [InlineData("first: 1, last: 501", "last")]
    [InlineData("first: 501, last: 1", "first")]
    [DiffersOnHotChocolate("HotChocolate accepts a page size of 0")]
    public async Task Page_Should_BeRejectedWithoutACall_When_ItsSizeIsOutOfRange(string size, string argument)
    {
        await using var graph = await StartAsync();

        foreach (var list in new[] { "tokens", "positions", "protocols" })
        {
            var (response, path) = await graph.PageAsync($"{list}({size})");

            response.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
            response.Paths.ShouldBe([path]);
            response.Errors[0].GetProperty("extensions").GetProperty("argument").GetString().ShouldBe(argument);
            response.Errors[0].GetProperty("extensions").GetProperty("limit").GetInt32().ShouldBe(500);
        }

        graph.Upstream.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cursor_Should_BeRejectedWithoutACall_When_BeforeIsOfAnotherList()
    {
        await using var graph = await StartAsync();
        var tokens = await graph.PageAsync("tokens(first: 2)");
        var calls = graph.Upstream.Requests.Count;
        await graph.RefreshAsync();

        foreach (var (list, owner) in new[] { ("positions", "wallet"), ("protocols", "wallet"), ("tokens", "other"), ("tokens", "chain") })
        {
            foreach (var after in new[] { null, tokens.StartCursor })
            {
                var (response, path) = await graph.PageAsync($"{list}(last: 1)", after, owner, tokens.EndCursor);

                response.Codes.ShouldBe(["CURSOR_INVALID"]);
                response.Paths.ShouldBe([path]);
                response.Errors[0].GetProperty("extensions").GetProperty("argument").GetString().ShouldBe(after is null ? "before" : "after");
            }
        }

        graph.Upstream.Requests.Count.ShouldBe(calls);
    }

    // The positions in one protocol are a part of all positions, in the same order.
    [Fact]
    public async Task Pages_Should_ReturnThePositionsOfOneProtocol_When_TheyAreWalkedInEitherDirection()
    {
        await using var graph = await StartAsync("A100 B95 C90 D70 E0 F-5 G H");
        graph.ProtocolOf = name => name is 'B' or 'F' ? "Lido" : "Aave V3";
        var whole = (await graph.PageAsync("positions(first: 500)", owner: "protocol")).Items;
        whole.ShouldBe("ACDEGH");

        for (var size = 1; size <= whole.Length + 1; size++)
        {
            (await WalkForwardsAsync(graph, "positions", "protocol", size)).ShouldBe(whole);
            (await WalkBackwardsAsync(graph, "positions", "protocol", size)).ShouldBe(whole);
        }

        var all = await graph.PageAsync("positions(first: 2)");
        all.Items.ShouldBe("AB");
        (await graph.PageAsync("positions(first: 2)", all.EndCursor, "protocol")).Items.ShouldBe("CD");
        graph.Upstream.Requests.ShouldHaveSingleItem().Path.ShouldEndWith("v4/overview/protocols/details");
    }

    [Fact]
    public async Task Positions_Should_HaveTenItems_When_AProtocolHasMoreAndNoSizeIsGiven()
    {
        await using var graph = await PagedGraph.StartAsync("A1 B1 C1 D1 E1 F1 G1 H1 I1 J1 K1 L1");

        var response = (await graph.WalletAsync("protocols { nodes { valueUsd positions { totalCount pageInfo { hasNextPage } nodes { name } valueUsd } } }")).ShouldHaveNoErrors();

        response["wallet.protocols.nodes.0.positions.nodes"].GetArrayLength().ShouldBe(10);
        response["wallet.protocols.nodes.0.positions.pageInfo.hasNextPage"].GetBoolean().ShouldBeTrue();
        response.Number("wallet.protocols.nodes.0.positions.totalCount").ShouldBe(12);
        response.Number("wallet.protocols.nodes.0.positions.valueUsd").ShouldBe(12);
        response.Number("wallet.protocols.nodes.0.valueUsd").ShouldBe(12);
        graph.Upstream.Requests.Count.ShouldBe(1);
    }

    // Pages of the past have the source of the whole past, and take no further call.
    [Theory]
    [InlineData("tokens")]
    [InlineData("positions")]
    public async Task PagesOfThePast_Should_ReturnTheList_When_TheyAreWalkedInEitherDirection(string list)
    {
        await using var graph = await GraphServer.StartAsync();
        var whole = await PastAsync(graph, list, "first: 500");
        var ids = Ids(whole, list);
        ids.Count.ShouldBeGreaterThan(2);
        whole[$"wallet.at.{list}.source"].ToString().ShouldBe(whole["wallet.at.source"].ToString());

        var (forwards, backwards) = (new List<string?>(), new List<string?>());
        string? after = null, before = null;
        do
        {
            var page = await PastAsync(graph, list, "first: 2, after: $after", after);
            forwards.AddRange(Ids(page, list));
            after = page[$"wallet.at.{list}.pageInfo.hasNextPage"].GetBoolean() ? page[$"wallet.at.{list}.pageInfo.endCursor"].GetString() : null;
        }
        while (after is not null);
        do
        {
            var page = await PastAsync(graph, list, "last: 2, before: $before", before: before);
            backwards.InsertRange(0, Ids(page, list));
            before = page[$"wallet.at.{list}.pageInfo.hasPreviousPage"].GetBoolean() ? page[$"wallet.at.{list}.pageInfo.startCursor"].GetString() : null;
        }
        while (before is not null);

        forwards.ShouldBe(ids);
        backwards.ShouldBe(ids);
        graph.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task CursorOfThePast_Should_BeRejected_When_ItIsOfThePresent()
    {
        await using var graph = await GraphServer.StartAsync();
        var present = (await graph.QueryAsync("query($address: Address!) { wallet(address: $address) { tokens(first: 1) { pageInfo { endCursor } } } }", new { address = Wallets.Typical })).ShouldHaveNoErrors();

        var past = await graph.QueryAsync(
            "query($address: Address!, $after: String) { wallet(address: $address) { at(time: \"2025-01-01T00:00:00Z\") { tokens(after: $after) { totalCount } } } }",
            new { address = Wallets.Typical, after = present["wallet.tokens.pageInfo.endCursor"].GetString() });

        past.Codes.ShouldBe(["CURSOR_INVALID"]);
        past.Paths.ShouldBe(["wallet.at.tokens"]);
    }

    private static async Task<GraphResponse> PastAsync(GraphServer graph, string list, string arguments, string? after = null, string? before = null) => (await graph.QueryAsync(
        $$"""
        query($address: Address!, $after: String, $before: String) {
          wallet(address: $address) {
            at(time: "2025-01-01T00:00:00Z") {
              source { state asOf }
              ignored: tokens(first: 1, after: $after, before: $before) @skip(if: true) { totalCount }
              {{list}}({{arguments}}) { totalCount source { state asOf } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { id } }
            }
          }
        }
        """,
        new { address = SandboxPersonas.Whale, after, before })).ShouldHaveNoErrors();

    private static List<string?> Ids(GraphResponse response, string list) => [.. response[$"wallet.at.{list}.nodes"].EnumerateArray().Select(node => node.GetProperty("id").GetString())];

    private static async Task<PagedGraph> StartAsync(string held = Held)
    {
        var graph = await PagedGraph.StartAsync(held);
        graph.ProtocolOf = name => $"{name}";
        return graph;
    }

    private static async Task<string> WalkForwardsAsync(PagedGraph graph, string list, string owner, int size)
    {
        var walked = "";
        string? after = null;
        do
        {
            var page = await graph.PageAsync($"{list}(first: {size})", after, owner);
            page.HasPrevious.ShouldBe(after is not null);
            walked += page.Items;
            after = page.HasNext ? page.EndCursor : null;
        }
        while (after is not null);
        return walked;
    }

    private static async Task<string> WalkBackwardsAsync(PagedGraph graph, string list, string owner, int size)
    {
        var walked = "";
        string? before = null;
        do
        {
            var page = await graph.PageAsync($"{list}(last: {size})", null, owner, before);
            page.HasNext.ShouldBe(before is not null);
            walked = page.Items + walked;
            before = page.HasPrevious ? page.StartCursor : null;
        }
        while (before is not null);
        return walked;
    }
}
