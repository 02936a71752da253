namespace PortfolioGraph.Core;

/// <summary>What a position does.</summary>
public enum PositionKind
{
    /// <summary>Lent out in a money market.</summary>
    Supply,

    /// <summary>Borrowed: a liability.</summary>
    Debt,

    /// <summary>Staked.</summary>
    Staking,

    /// <summary>Staked against a token that stays tradable.</summary>
    LiquidStaking,

    /// <summary>Staked once more to secure another service.</summary>
    Restaking,

    /// <summary>Provided to a trading pool.</summary>
    Liquidity,

    /// <summary>Held by a vault that runs a strategy.</summary>
    Vault,

    /// <summary>Deposited in a protocol.</summary>
    Deposit,

    /// <summary>A pool share locked in a reward gauge.</summary>
    Gauge,

    /// <summary>A claim on yield or principal.</summary>
    Yield,

    /// <summary>Anything else, and every kind this server does not know yet.</summary>
    Other,
}
