namespace PortfolioGraph.Core;

/// <summary>What a position does, from the words that the upstream has for it (CONTRACT, "v4 overview/protocols/details": sub_contract_type; v5's protocol_type has no list).</summary>
internal static class PositionKinds
{
    public static PositionKind Of(string? word) => word is null ? PositionKind.Other : string.Concat(word.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)) switch
    {
        "supply" or "smartlending" or "lending" => PositionKind.Supply,
        "debt" or "borrow" => PositionKind.Debt,
        "staking" or "tokenstaking" => PositionKind.Staking,
        "liquidstaking" => PositionKind.LiquidStaking,
        "restaking" => PositionKind.Restaking,
        "lpt" or "liquidity" or "pool" => PositionKind.Liquidity,
        "lendingvault" or "yieldvault" or "vault" => PositionKind.Vault,
        "deposit" => PositionKind.Deposit,
        "gauge" => PositionKind.Gauge,
        "yield" or "sy" or "yt" or "pt" => PositionKind.Yield,
        _ => PositionKind.Other,
    };
}
