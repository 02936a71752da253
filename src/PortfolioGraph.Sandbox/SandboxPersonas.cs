namespace PortfolioGraph.Sandbox;

/// <summary>An address with a portfolio that is designed for a test purpose.</summary>
/// <param name="Name">A short name without spaces.</param>
/// <param name="Address">The address in lower case.</param>
/// <param name="Description">The characteristics of the portfolio.</param>
public sealed record SandboxPersona(string Name, string Address, string Description);

/// <summary>The named personas. The portfolio of any other address is generated from a hash of the address.</summary>
public static class SandboxPersonas
{
    /// <summary>A mid-size portfolio on four chains with tokens and positions of every common kind.</summary>
    public const string Typical = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";

    /// <summary>A portfolio that never held anything.</summary>
    public const string Empty = "0xe000e000e000e000e000e000e000e000e000e000";

    /// <summary>Hundreds of tokens and positions on all 15 chains.</summary>
    public const string Whale = "0xb166b166b166b166b166b166b166b166b166b166";

    /// <summary>A portfolio with more debts than assets: the total is negative.</summary>
    public const string Debtor = "0xdeb7deb7deb7deb7deb7deb7deb7deb7deb7deb7";

    /// <summary>A token debt outside any protocol: a token row with <c>asset_sign</c> -1.</summary>
    public const string Owing = "0x0e110e110e110e110e110e110e110e110e110e11";

    /// <summary>Pool positions with token ids of more than 53, 64 and 128 bits, up to 2^256 - 1.</summary>
    public const string LiquidityProvider = "0x9001900190019001900190019001900190019001";

    /// <summary>Unpriced tokens with unusual names, missing symbols and amounts beyond 10^28.</summary>
    public const string Junk = "0xbad0bad0bad0bad0bad0bad0bad0bad0bad0bad0";

    /// <summary>A portfolio that was almost completely sold: closed tokens and positions, and dust worth less than a dollar.</summary>
    public const string Closed = "0xc105c105c105c105c105c105c105c105c105c105";

    /// <summary>The vendor's example of profit and loss: buy 100 at 1, buy 50 at 2, sell 60 at 2.5, current price 1.5. Value 135, profit 85, ROI 0.425.</summary>
    public const string Golden = "0x901d901d901d901d901d901d901d901d901d901d";

    /// <summary>A portfolio that shares a vault position with <see cref="JointSecond"/>.</summary>
    public const string JointFirst = "0xa11aa11aa11aa11aa11aa11aa11aa11aa11aa11a";

    /// <summary>A portfolio that shares a vault position with <see cref="JointFirst"/>.</summary>
    public const string JointSecond = "0xa11ba11ba11ba11ba11ba11ba11ba11ba11ba11b";

    /// <summary>An address on the deny list: <c>address_check</c> reports it as not allowed.</summary>
    public const string Denied = "0xb10cb10cb10cb10cb10cb10cb10cb10cb10cb10c";

    /// <summary>A portfolio mostly on chain 4663, which was added after the document that lists the chains.</summary>
    public const string Pioneer = "0x4663466346634663466346634663466346634663";

    /// <summary>All personas.</summary>
    public static IReadOnlyList<SandboxPersona> All { get; } =
    [
        new("typical", Typical, "a mid-size portfolio on four chains, positions of every common kind"),
        new("empty", Empty, "never held anything"),
        new("whale", Whale, "hundreds of tokens and positions on all 15 chains"),
        new("debtor", Debtor, "more debts than assets, so the total is negative"),
        new("owing", Owing, "a token debt: a row of tokens/snapshot with asset_sign -1"),
        new("lp", LiquidityProvider, "pool positions with token ids up to 2^256 - 1"),
        new("junk", Junk, "unpriced tokens, missing symbols, amounts beyond 10^28, price outliers in the chart"),
        new("closed", Closed, "closed tokens and positions, and dust below a dollar"),
        new("golden", Golden, "the vendor's example of profit and loss: value 135, profit 85, ROI 0.425"),
        new("joint-first", JointFirst, "shares a vault position with joint-second"),
        new("joint-second", JointSecond, "shares a vault position with joint-first"),
        new("denied", Denied, "on the deny list of address_check"),
        new("pioneer", Pioneer, "holdings on the new chain 4663, which is listed only with `ListsNewChain`"),
    ];
}
