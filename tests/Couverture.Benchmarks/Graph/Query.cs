using System.Globalization;
using Couverture.Types;

namespace Couverture.Benchmarks.Graph;

[QueryType]
public static class Query
{
    private static readonly TokenHolding[] Rows = [.. Enumerable.Range(0, 10_000).Select(i => Loaders.Token($"row{i}", i))];

    public static IReadOnlyList<Wallet> GetWallets(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Wallet(string.Create(CultureInfo.InvariantCulture, $"w{i}")))];

    public static Wallet GetWallet(string id) => new(id);

    public static IReadOnlyList<TokenHolding> GetRows(int count) => new ArraySegment<TokenHolding>(Rows, 0, count);

    public static IHolding GetHolding(int kind) => kind switch
    {
        0 => new Wallet("w0"),
        1 => new ChainHoldings("c0", "w0", 0),
        _ => Rows[0],
    };

    public static IReadOnlyList<Failing?> GetFailing(int count) => [.. Enumerable.Repeat(new Failing(null!), count)];

    public static int GetSum(IReadOnlyList<int> numbers) => numbers.Sum();
}
