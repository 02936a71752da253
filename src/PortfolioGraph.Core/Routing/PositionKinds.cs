namespace PortfolioGraph.Core;

/// <summary>Maps the upstream's names of position kinds (CONTRACT, "v4 overview/protocols/details": sub_contract_type). The values of v5's protocol_type are not documented.</summary>
internal static class PositionKinds
{
    public static PositionKind Of(string? name) => name is null ? PositionKind.Other : string.Concat(name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)) switch
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
