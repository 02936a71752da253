using System.Security.Cryptography;
using System.Text;

namespace PortfolioGraph.Sandbox.World;

/// <summary>The groups of v4's overview/erc20/current_value.</summary>
internal enum TokenGroup
{
    Native,
    Stable,
    Token,
}

/// <summary>A token on one chain. Symbol and name are null where the contract has none.</summary>
internal sealed record Token(long ChainId, string Address, string? Symbol, string? Name, int Decimals, TokenGroup Group, Market Market)
{
    public const string NativeAddress = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";

    public const string ZeroAddress = "0x0000000000000000000000000000000000000000";

    /// <summary>A contract address nobody deployed to, made from words.</summary>
    public static string InventAddress(string words) =>
        "0x" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("contract " + words)))[..40];
}
