using System.Text.Json;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Server.Tests.Paging;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Tests.Filters;

/// <summary>Pages of lists in an order that the client sets.</summary>
public sealed class SortedPagingTests
{
    private const string ByValue = "order: [{ valueUsd: ASC }]";
    private const string ByName = "order: [{ token: { name: DESC } }]";

    // A page follows the point of its cursor in the order of the request, even if the item has moved or is gone.
    [Theory]
    [InlineData("A10 B20 C30 D40", "CD", false)]
    [InlineData("A10 C30 D40", "CD", false)]
    [InlineData("A10 B35 C30 D40", "CB", true)]
    [InlineData("A10 B5 C30 D40", "CD", false)]
    [InlineData("A10 B20 C30 D40 E25", "EC", true)]
    [InlineData("A10 B20 C30 D40 E15", "CD", false)]
    [InlineData("A10 B20 C20 D20", "CD", false)]
    [InlineData("A10 B20 C D", "CD", false)]
    [InlineData("A10 B C30 D40", "CD", true)]
    [InlineData("", "", false)]
    public async Task Page_Should_FollowTheCursorInTheClientsOrder_When_HoldingsHaveChanged(string held, string items, bool hasNext)
    {
        foreach (var list in new[] { "tokens", "positions" })
        {
            await using var graph = await PagedGraph.StartAsync("A10 B20 C30 D40");
            var first = await graph.PageAsync($"{list}(first: 2, {ByValue})");
            first.Items.ShouldBe("AB");

            graph.Held = held;
            await graph.RefreshAsync();
            var second = await graph.PageAsync($"{list}(first: 2, {ByValue})", first.EndCursor);

            second.Items.ShouldBe(items, list);
            second.HasNext.ShouldBe(hasNext);
        }
    }

    [Fact]
    public async Task Page_Should_EndBeforeTheCursor_When_ItIsWalkedBackward()
    {
        await using var graph = await PagedGraph.StartAsync("A10 B20 C30 D40 E50");
        var last = await graph.PageAsync($"tokens(last: 2, {ByName})");
        last.Items.ShouldBe("BA");

        graph.Held = "A10 C30 D40 E50";
        await graph.RefreshAsync();

        (await graph.PageAsync($"tokens(last: 2, {ByName})", before: last.StartCursor)).Items.ShouldBe("DC");
    }

    [Theory]
    [InlineData($"tokens(first: 2, {ByName})", "wallet")]
    [InlineData("tokens(first: 2, order: [{ valueUsd: DESC }])", "wallet")]
    [InlineData("tokens(first: 2, order: [{ valueUsd: ASC }, { amount: ASC }])", "wallet")]
    [InlineData("tokens(first: 2)", "wallet")]
    [InlineData($"tokens(first: 2, {ByValue})", "other")]
    [InlineData($"tokens(first: 2, {ByValue})", "chain")]
    [InlineData($"positions(first: 2, {ByValue})", "wallet")]
    public async Task Cursor_Should_BeRejectedWithoutACall_When_ItIsOfAnotherListOrOrder(string field, string owner)
    {
        await using var graph = await PagedGraph.StartAsync("A10 B20 C30 D40");
        var first = await graph.PageAsync($"tokens(first: 2, {ByValue})");
        var calls = graph.Upstream.Requests.Count;

        var page = await graph.PageAsync(field, first.EndCursor, owner);

        page.Response.Codes.ShouldBe(["CURSOR_INVALID"]);
        graph.Upstream.Requests.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task Cursor_Should_StayValid_When_TheFilterOrTheSpellingOfTheOrderDiffers()
    {
        await using var graph = await PagedGraph.StartAsync("A10 B20 C30 D40");
        var sorted = await graph.PageAsync($"tokens(first: 2, {ByValue})");
        var unsorted = await graph.PageAsync("tokens(first: 2)");

        (await graph.PageAsync("tokens(first: 2, order: { valueUsd: ASC }, where: { valueUsd: { gt: 35 } })", sorted.EndCursor)).Items.ShouldBe("D");
        (await graph.PageAsync("tokens(first: 2, order: [{}, { token: {} }], where: { valueUsd: { lt: 15 } })", unsorted.EndCursor)).Items.ShouldBe("A");
    }

    // A cursor must distinguish long names, because the list is sorted by the whole names. Beyond 512 characters the item itself is the point.
    [Theory]
    [InlineData(64, true)]
    [InlineData(500, true)]
    [InlineData(5_000, false)]
    public async Task Page_Should_FollowTheCursor_When_LongNamesDifferAtTheirEnds(int length, bool isGone)
    {
        await using var graph = await PagedGraph.StartAsync("");
        var start = new string('€', length);
        foreach (var (direction, before, after) in new[] { ("ASC", "AB", "CD"), ("DESC", "ED", "CB") })
        {
            graph.Upstream.Returns("v4/overview/protocols/details", PagedGraph.Named(start, "C", "A", "E", "D", "B"));
            await graph.RefreshAsync();
            var field = $"positions(first: 2, order: [{{ name: {direction} }}])";
            var first = await graph.PageAsync(field);
            first.Items.Replace(start, "", StringComparison.Ordinal).ShouldBe(before);

            if (isGone)
            {
                graph.Upstream.Returns("v4/overview/protocols/details", PagedGraph.Named(start, [.. new[] { "C", "A", "E", "D", "B" }.Where(end => end != before[1..])]));
                await graph.RefreshAsync();
            }

            (await graph.PageAsync(field, first.EndCursor)).Items.Replace(start, "", StringComparison.Ordinal).ShouldBe(after);
        }
    }

    // Capital letters are before small ones, and a character outside of the Basic Multilingual Plane is before U+FFFD, because its first code unit is smaller.
    [Fact]
    public async Task Items_Should_BeSortedByCodeUnits_When_TheyAreSortedByText()
    {
        await using var graph = await PagedGraph.StartAsync("");
        graph.Upstream.Returns("v4/overview/protocols/details", PagedGraph.Named("", "b", "\uFFFD", "\U0001F600", "B", "ß"));

        (await graph.PageAsync("positions(first: 9, order: [{ name: ASC }])")).Items.ShouldBe("Bbß\U0001F600\uFFFD");

        var first = await graph.PageAsync("positions(first: 4, order: [{ name: ASC }])");
        (await graph.PageAsync("positions(first: 4, order: [{ name: ASC }])", first.EndCursor)).Items.ShouldBe("\uFFFD");
    }

    [Fact]
    public async Task Items_Should_KeepTheListsOwnOrder_When_TheirKeysAreEqual()
    {
        await using var graph = await PagedGraph.StartAsync("A10 B20 N10 C D O30");

        (await graph.PageAsync("tokens(first: 9)")).Items.ShouldBe("OBANCD");
        (await graph.PageAsync("tokens(first: 9, order: [{ token: { chainId: DESC } }])")).Items.ShouldBe("ONBACD");
        (await graph.PageAsync("tokens(first: 9, order: [{ token: { chainId: ASC } }])")).Items.ShouldBe("BACDON");
    }

    public static TheoryData<string, string, string> Keys
    {
        get
        {
            var keys = new TheoryData<string, string, string>();
            foreach (var path in SortKeys.Of<TokenHolding>().Keys)
                keys.Add("tokens", "TokenHoldingSortInput", path);
            foreach (var path in SortKeys.Of<Position>().Keys)
                keys.Add("positions", "ProtocolPositionSortInput", path);
            foreach (var path in SortKeys.Of<ProtocolHoldings>().Keys)
                keys.Add("protocols", "ProtocolHoldingsSortInput", path);
            return keys;
        }
    }

    // The comparison of the cursors must be that of the engine.
    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Pages_Should_CoverTheListOnceInBothDirections_When_TheyAreSortedByAnyKey(string list, string type, string path)
    {
        await using var graph = await GraphServer.StartAsync();
        foreach (var direction in new[] { "ASC", "DESC" })
        {
            var order = path.Split('.').Reverse().Aggregate((object)direction, (inner, field) => new Dictionary<string, object> { [field] = inner });
            var whole = await ShouldBeCoveredByPagesAsync(graph, SandboxPersonas.Whale, list, type, [order]);
            whole.Count.ShouldBeGreaterThan(3);
        }
    }

    // An item without profit and loss and one whose return is unknown have equally no return, so the next key decides.
    [Theory]
    [InlineData("ASC", "ASC")]
    [InlineData("ASC", "DESC")]
    [InlineData("DESC", "ASC")]
    [InlineData("DESC", "DESC")]
    public async Task Items_Should_BeSortedByTheNextKey_When_AnObjectOrItsMemberIsNull(string first, string second)
    {
        await using var graph = await GraphServer.StartAsync();
        object[] order = [new { profitAndLoss = new { roi = first } }, new { token = new { symbol = second } }];

        var nodes = (await ShouldBeCoveredByPagesAsync(graph, SandboxPersonas.Denied, "tokens", "TokenHoldingSortInput", order, "range: ONE_WEEK, includeClosed: true", "token { symbol } profitAndLoss { roi }"))
            .Select(node => JsonDocument.Parse(node).RootElement).ToList();

        var withoutReturn = nodes.Where(node => !HasReturn(node)).ToList();
        withoutReturn.Select(HasGain).Distinct().Count().ShouldBe(2, "the wallet has tokens without profit and loss, and tokens without a return");
        nodes.TakeLast(withoutReturn.Count).ShouldBe(withoutReturn);
        var symbols = withoutReturn.Select(node => node.GetProperty("token").GetProperty("symbol").GetString()).OfType<string>().ToList();
        symbols.ShouldBe(second == "ASC" ? symbols.Order(StringComparer.Ordinal) : symbols.OrderDescending(StringComparer.Ordinal));
        graph.Calls.Count.ShouldBe(1);

        static bool HasGain(JsonElement node) => node.GetProperty("profitAndLoss").ValueKind == JsonValueKind.Object;
        static bool HasReturn(JsonElement node) => HasGain(node) && node.GetProperty("profitAndLoss").GetProperty("roi").ValueKind == JsonValueKind.Number;
    }

    /// <summary>Walks the list in pages of three in both directions and compares them with the whole list, which it returns.</summary>
    private static async Task<List<string>> ShouldBeCoveredByPagesAsync(GraphServer graph, string address, string list, string type, object[] order, string more = "", string fields = "")
    {
        var whole = await PageAsync("first: 500", null);
        foreach (var (size, cursor) in new[] { ("first: 3", "after"), ("last: 3", "before") })
        {
            var walked = new List<string>();
            string? at = null;
            do
            {
                var page = await PageAsync($"{size}, {cursor}: $at", at);
                walked.InsertRange(cursor == "after" ? walked.Count : 0, page.Nodes);
                at = page.Nodes.Count == 0 ? null : cursor == "after" ? page.End : page.Start;
            }
            while (at is not null && walked.Count <= whole.Nodes.Count);

            walked.ShouldBe(whole.Nodes, $"{JsonSerializer.Serialize(order)} {cursor}");
        }

        return whole.Nodes;

        async Task<(List<string> Nodes, string? Start, string? End)> PageAsync(string arguments, string? at)
        {
            var declared = arguments.Contains("$at", StringComparison.Ordinal) ? ", $at: String" : "";
            var item = list == "protocols" ? "protocol { id }" : "id";
            var response = (await graph.QueryAsync(
                $"query($address: Address!, $order: [{type}!]{declared}) {{ wallet(address: $address) {{ {list}({arguments} {more}, order: $order) {{ nodes {{ {item} {fields} }} pageInfo {{ startCursor endCursor }} }} }} }}",
                new { address, order, at })).ShouldHaveNoErrors();
            return ([.. response[$"wallet.{list}.nodes"].EnumerateArray().Select(node => node.ToString())], response[$"wallet.{list}.pageInfo.startCursor"].GetString(), response[$"wallet.{list}.pageInfo.endCursor"].GetString());
        }
    }

    // A key without an entry would fail every page that is sorted by it.
    [Theory]
    [InlineData("TokenHoldingSortInput", typeof(TokenHolding))]
    [InlineData("ProtocolPositionSortInput", typeof(Position))]
    [InlineData("ProtocolHoldingsSortInput", typeof(ProtocolHoldings))]
    public async Task SortKeys_Should_BeThoseOfTheSchema_When_TheyAreListed(string type, Type item)
    {
        await using var graph = await GraphServer.StartAsync();
        var response = (await graph.QueryAsync("{ __schema { types { name inputFields { name type { name } } } } }")).ShouldHaveNoErrors();
        var types = response["__schema.types"].EnumerateArray().Where(t => t.GetProperty("inputFields").ValueKind == JsonValueKind.Array)
            .ToDictionary(t => t.GetProperty("name").GetString()!, t => t.GetProperty("inputFields").EnumerateArray().Select(f => (f.GetProperty("name").GetString()!, f.GetProperty("type").GetProperty("name").GetString())).ToList());

        IEnumerable<string> keys = item == typeof(TokenHolding) ? SortKeys.Of<TokenHolding>().Keys : item == typeof(Position) ? SortKeys.Of<Position>().Keys : SortKeys.Of<ProtocolHoldings>().Keys;

        PathsOf(type).Order().ShouldBe(keys.Order());

        IEnumerable<string> PathsOf(string name) => types[name].SelectMany(field => field.Item2 == "SortEnumType" ? [field.Item1] : PathsOf(field.Item2!).Select(path => $"{field.Item1}.{path}"));
    }
}
