using System.Globalization;
using System.Text.Json;
using PortfolioGraph.Bench.Upstream;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>A kind of item of which a request can need more and more.</summary>
/// <param name="Name">The name in the table and in the chart.</param>
/// <param name="Document">The GraphQL document.</param>
/// <param name="Sizes">The numbers of items.</param>
/// <param name="GetVariables">Returns variables that select the number of items, of wallets that were not requested before.</param>
/// <param name="Count">Counts the items in the data of a response.</param>
internal sealed record GrowthSeries(string Name, string Document, IReadOnlyList<int> Sizes, Func<int, Random, object> GetVariables, Func<JsonElement, int> Count)
{
    private const int TokensPerChain = 10;

    public static IReadOnlyList<GrowthSeries> All { get; } =
    [
        new(
            "wallets",
            "query Wallets($addresses: [String!]!) { walletsByKey(addresses: $addresses) { valueUsd } }",
            [1, 10, 100, 1_000],
            static (count, random) => new { addresses = RequestBody.RandomAddresses(random, count) },
            static data => data.GetProperty("walletsByKey").EnumerateArray().Count(static wallet => wallet.GetProperty("valueUsd").ValueKind == JsonValueKind.Number)),
        new(
            "tokens",
            "query Tokens($address: Address!) { wallet(address: $address) { tokens(first: 1) { totalCount valueUsd nodes { token { symbol } amount } } } }",
            [1, 10, 100, 1_000, 10_000],
            static (count, random) => new { address = Whale.GetAddress(count, 1, random) },
            static data => data.GetProperty("wallet").GetProperty("tokens").GetProperty("totalCount").GetInt32()),
        new(
            "chains",
            "query Chains($address: Address!) { wallet(address: $address) { chains { valueUsd tokens(first: 1) { totalCount nodes { token { symbol } amount } } } } }",
            [1, 10, 100, 1_000],
            static (count, random) => new { address = Whale.GetAddress(TokensPerChain * count, count, random) },
            static data => data.GetProperty("wallet").GetProperty("chains").EnumerateArray().Count(static chain => chain.GetProperty("tokens").GetProperty("totalCount").GetInt32() == TokensPerChain)),
    ];

    /// <summary>Returns the body of a request.</summary>
    public string GetBody(int count, Random random) => JsonSerializer.Serialize(new { query = Document, variables = GetVariables(count, random) });

    /// <summary>Returns what is wrong with a response; null if it has all items.</summary>
    public string? Check(string response, int count)
    {
        using var document = JsonDocument.Parse(response);
        if (document.RootElement.TryGetProperty("errors", out var errors))
            return errors.GetRawText();

        var found = Count(document.RootElement.GetProperty("data"));
        return found == count ? null : string.Create(CultureInfo.InvariantCulture, $"expected {count} {Name}, was {found}");
    }
}

/// <summary>The cost of a request with a number of items.</summary>
/// <param name="Items">The number of items.</param>
/// <param name="CpuMicroseconds">The time that the server used a core, for each item.</param>
/// <param name="AllocatedKiB">The memory that the server allocated, for each item.</param>
internal sealed record GrowthPoint(int Items, double CpuMicroseconds, double AllocatedKiB);
