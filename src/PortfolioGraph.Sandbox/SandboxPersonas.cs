namespace PortfolioGraph.Sandbox;

/// <summary>An address whose portfolio was made for a purpose.</summary>
/// <param name="Name">One word.</param>
/// <param name="Address">Lower case.</param>
/// <param name="Description">What is special about it.</param>
public sealed record SandboxPersona(string Name, string Address, string Description);

/// <summary>The named personas. Every other address has a portfolio too, drawn from a hash of it.</summary>
public static class SandboxPersonas
{
    /// <summary>A mid-size portfolio on four chains with tokens and positions of every common kind.</summary>
    public const string Typical = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";

    /// <summary>Never held anything.</summary>
    public const string Empty = "0xe000e000e000e000e000e000e000e000e000e000";

    /// <summary>Hundreds of tokens and positions on all 15 chains.</summary>
    public const string Whale = "0xb166b166b166b166b166b166b166b166b166b166";

    /// <summary>Owes more than it has: the total is negative.</summary>
    public const string Debtor = "0xdeb7deb7deb7deb7deb7deb7deb7deb7deb7deb7";

    /// <summary>Owes a token that no protocol holds: a token's row with <c>asset_sign</c> -1.</summary>
    public const string Owing = "0x0e110e110e110e110e110e110e110e110e110e11";

    /// <summary>Pool positions with token ids beyond 53, 64 and 128 bits, up to 2^256 - 1.</summary>
    public const string LiquidityProvider = "0x9001900190019001900190019001900190019001";

    /// <summary>Tokens nobody quotes, with odd names, missing symbols and amounts beyond 10^28.</summary>
    public const string Junk = "0xbad0bad0bad0bad0bad0bad0bad0bad0bad0bad0";

    /// <summary>Sold nearly everything: closed tokens and positions, and dust worth less than a dollar.</summary>
    public const string Closed = "0xc105c105c105c105c105c105c105c105c105c105";

    /// <summary>The vendor's worked case: buy 100 at 1, buy 50 at 2, sell 60 at 2.5, price now 1.5; value 135, profit 85, ROI 0.425.</summary>
    public const string Golden = "0x901d901d901d901d901d901d901d901d901d901d";

    /// <summary>Holds a vault position together with <see cref="JointSecond"/>.</summary>
    public const string JointFirst = "0xa11aa11aa11aa11aa11aa11aa11aa11aa11aa11a";

    /// <summary>Holds a vault position together with <see cref="JointFirst"/>.</summary>
    public const string JointSecond = "0xa11ba11ba11ba11ba11ba11ba11ba11ba11ba11b";

    /// <summary>On the deny list: <c>address_check</c> says that it is not allowed.</summary>
    public const string Denied = "0xb10cb10cb10cb10cb10cb10cb10cb10cb10cb10c";

    /// <summary>Most of what it holds is on chain 4663, which came after the document that names the chains.</summary>
    public const string Pioneer = "0x4663466346634663466346634663466346634663";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SandboxPersona> All { get; } =
    [
        new("typical", Typical, "a mid-size portfolio on four chains, positions of every common kind"),
        new("empty", Empty, "never held anything"),
        new("whale", Whale, "hundreds of tokens and positions on all 15 chains"),
        new("debtor", Debtor, "owes more than it has, the total is negative"),
        new("owing", Owing, "owes a token: a row of tokens/snapshot with asset_sign -1"),
        new("lp", LiquidityProvider, "pool positions with token ids up to 2^256 - 1"),
        new("junk", Junk, "unpriced tokens, missing symbols, amounts beyond 10^28, price outliers in the chart"),
        new("closed", Closed, "closed tokens and positions, and dust below a dollar"),
        new("golden", Golden, "the vendor's profit and loss case: value 135, profit 85, ROI 0.425"),
        new("joint-first", JointFirst, "shares a vault position with joint-second"),
        new("joint-second", JointSecond, "shares a vault position with joint-first"),
        new("denied", Denied, "on the deny list of address_check"),
        new("pioneer", Pioneer, "holds on a chain that is new, 4663, and listed only with `ListsNewChain`"),
    ];
}
