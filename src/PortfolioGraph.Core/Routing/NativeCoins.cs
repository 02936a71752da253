using System.Collections.Frozen;

namespace PortfolioGraph.Core;

/// <summary>The addresses that stand for a chain's own coin where a token's contract is expected; all are one token, <see cref="Address.Native"/>.</summary>
internal static class NativeCoins
{
    // Contracts under which a chain's own coin is listed like a token.
    private static readonly FrozenDictionary<int, Address> Contracts = new Dictionary<int, Address>
    {
        // Polygon: MRC20, native POL.
        [137] = Of("0x0000000000000000000000000000000000001010"),
        // zkSync Era: L2BaseToken, native ETH.
        [324] = Of("0x000000000000000000000000000000000000800a"),
    }.ToFrozenDictionary();

    /// <summary>A token's contract, one address for the chain's own coin: the zero address stands for it too (CONTRACT, "TokenBalance").</summary>
    /// <param name="contract">The contract by the wire.</param>
    /// <param name="chainId">The chain.</param>
    public static Address Normalized(this Address contract, int chainId) =>
        contract == default || (Contracts.TryGetValue(chainId, out var own) && own == contract) ? Address.Native : contract;

    private static Address Of(string text) => Address.TryParse(text, out var address) ? address : throw new FormatException(text);
}
