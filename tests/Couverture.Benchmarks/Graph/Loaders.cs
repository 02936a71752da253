using System.Globalization;
using Couverture.DataLoaders;

namespace Couverture.Benchmarks.Graph;

/// <summary>Data loaders that return generated data, so that the benchmarks measure only the engine.</summary>
internal static class Loaders
{
    public const int Chains = 5;
    public const int Tokens = 20;

    [DataLoader]
    internal static Task<IReadOnlyDictionary<string, IReadOnlyList<ChainHoldings>>> GetChainsByWalletAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<ChainHoldings>>>(ids.ToDictionary(
            id => id,
            IReadOnlyList<ChainHoldings> (id) => [.. Enumerable.Range(0, Chains).Select(i => new ChainHoldings($"{id}/{i}", id, i))]));

    [DataLoader]
    internal static Task<IReadOnlyDictionary<string, IReadOnlyList<TokenHolding>>> GetTokensByChainAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<TokenHolding>>>(ids.ToDictionary(
            id => id,
            IReadOnlyList<TokenHolding> (id) => [.. Enumerable.Range(0, Tokens).Select(i => Token($"{id}/{i}", i))]));

    [DataLoader]
    internal static async Task<IReadOnlyDictionary<string, decimal>> GetPriceBySymbolAsync(
        IReadOnlyList<string> symbols,
        CancellationToken cancellationToken)
    {
        await Task.Yield();
        return symbols.ToDictionary(symbol => symbol, symbol => symbol.Length * 1.25m);
    }

    public static TokenHolding Token(string id, int number) => new(
        id,
        string.Create(CultureInfo.InvariantCulture, $"T{number % 50}"),
        number * 1.5m,
        (TokenKind)(number % 3),
        number % 2 == 0,
        18,
        DateTimeOffset.UnixEpoch.AddDays(number));
}
