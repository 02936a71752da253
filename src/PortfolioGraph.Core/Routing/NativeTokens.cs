using System.Collections.Frozen;

namespace PortfolioGraph.Core;

/// <summary>The addresses that represent a chain's native token in place of a token contract. All are normalized to <see cref="Address.Native"/>.</summary>
internal static class NativeTokens
{
    // Contracts that list a chain's native token like any other token.
    private static readonly FrozenDictionary<int, Address> Contracts = new Dictionary<int, Address>
    {
        // Polygon: MRC20, native POL.
        [137] = Of("0x0000000000000000000000000000000000001010"),
        // zkSync Era: L2BaseToken, native ETH.
        [324] = Of("0x000000000000000000000000000000000000800a"),
    }.ToFrozenDictionary();

    /// <summary>Returns the contract, or <see cref="Address.Native"/> if the contract represents the native token. The zero address represents it too (CONTRACT, "TokenBalance").</summary>
    /// <param name="contract">The contract in the response.</param>
    /// <param name="chainId">The chain id.</param>
    public static Address NormalizeNative(this Address contract, int chainId) =>
        contract == default || (Contracts.TryGetValue(chainId, out var own) && own == contract) ? Address.Native : contract;

    private static Address Of(string text) => Address.TryParse(text, out var address) ? address : throw new FormatException(text);
}
