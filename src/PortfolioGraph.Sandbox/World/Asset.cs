using System.Numerics;

namespace PortfolioGraph.Sandbox.World;

/// <summary>One event of an asset's history.</summary>
/// <param name="AgeHours">The age of the event in hours, counted from today.</param>
/// <param name="Token">The token whose amount changes.</param>
/// <param name="Amount">The change of the token's amount, or of the owed amount for a debt.</param>
/// <param name="Usd">The inflow (positive) or outflow (negative) of money. 0 for growth.</param>
internal readonly record struct Flow(int AgeHours, Token Token, Quantity Amount, decimal Usd);

/// <summary>A signed amount of a token.</summary>
internal readonly record struct TokenAmount(Token Token, Quantity Amount)
{
    public decimal ValueUsd => Amount.Times(Token.Market.PriceUsd);
}

/// <summary>The identity of an asset on a chain, independent of its owner.</summary>
internal readonly record struct AssetKey(long ChainId, string Contract, BigInteger TokenId, string? SubGroup);

/// <summary>Profit and loss, with the inflow over the same time (the denominator of the return).</summary>
internal readonly record struct Performance(decimal ProfitUsd, decimal InflowUsd, decimal OutflowUsd, decimal StartUsd)
{
    /// <summary>The return as a fraction. Null if there is no inflow.</summary>
    public decimal? Roi => InflowUsd == 0 ? null : Math.Round(ProfitUsd / InflowUsd, 8);

    public static Performance operator +(Performance left, Performance right) => new(
        left.ProfitUsd + right.ProfitUsd,
        left.InflowUsd + right.InflowUsd,
        left.OutflowUsd + right.OutflowUsd,
        left.StartUsd + right.StartUsd);
}

/// <summary>
/// A token holding or a protocol position, defined by its history. Assets of several owners with the same key are merged by combining
/// their histories, so every figure of the merged asset follows the same rules.
/// </summary>
internal sealed record Asset(AssetKey Key, IReadOnlyList<string> Owners, IReadOnlyList<Flow> Flows)
{
    /// <summary>The token of a plain holding. Null for a position.</summary>
    public Token? Token { get; init; }

    /// <summary>The product of a position. Null for a plain holding.</summary>
    public Product? Product { get; init; }

    public decimal? Apr { get; init; }

    public IReadOnlyList<TokenAmount> RewardsEarned { get; init; } = [];

    public IReadOnlyList<TokenAmount> RewardsUnclaimed { get; init; } = [];

    public IReadOnlyList<TokenAmount> FeesClaimed { get; init; } = [];

    public IReadOnlyList<TokenAmount> FeesUnclaimed { get; init; } = [];

    public IReadOnlyList<TokenAmount> ImpermanentLoss { get; init; } = [];

    /// <summary>Whether the token is owed, not owned.</summary>
    public bool IsOwed { get; init; }

    public bool IsDebt => IsOwed || Product?.IsDebt == true;

    public decimal ValueUsd => ValueAt(0);

    public bool IsOpen => IsOpenAt(0);

    /// <summary>Whether every token of the asset has a price. An asset without prices has no profit.</summary>
    public bool IsPriced => Flows.All(f => f.Token.Market.IsPriced);

    public int FirstAgeHours => Flows.Max(f => f.AgeHours);

    /// <summary>Whole days from the first event to now, or to the last event if the asset is closed.</summary>
    public int HoldingDays => (FirstAgeHours - (IsOpen ? 0 : Flows.Min(f => f.AgeHours))) / 24;

    public bool IsOpenAt(int ageHours) => AmountsAt(ageHours).Any(s => !s.Amount.IsZero);

    /// <summary>Returns the token amounts at an age. A debt's amounts are positive too.</summary>
    public IReadOnlyList<TokenAmount> AmountsAt(int ageHours) =>
        Sum(Flows.Where(f => f.AgeHours >= ageHours).Select(f => new TokenAmount(f.Token, f.Amount)));

    /// <summary>Returns the value in USD at an age. A debt's value is negative.</summary>
    public decimal ValueAt(int ageHours)
    {
        var value = AmountsAt(ageHours).Sum(s => s.Amount.Times(s.Token.Market.PriceAt(ageHours)));
        return IsDebt ? -value : value;
    }

    /// <summary>
    /// Returns current value - inflow + outflow since an age, or since the first event if the age is null.
    /// The value at the start counts as inflow (a debt's as outflow).
    /// </summary>
    public Performance PerformanceSince(int? ageHours)
    {
        var start = ageHours is { } age ? ValueAt(age) : 0;
        var flows = Flows.Where(f => ageHours is null || f.AgeHours < ageHours).ToList();
        var inflow = flows.Where(f => f.Usd > 0).Sum(f => f.Usd) + Math.Max(start, 0);
        var outflow = flows.Where(f => f.Usd < 0).Sum(f => -f.Usd) + Math.Max(-start, 0);
        return new Performance(ValueUsd - inflow + outflow, inflow, outflow, start);
    }

    /// <summary>Splits the asset into two halves that add up to the whole.</summary>
    public (Asset First, Asset Second) SplitInHalf()
    {
        List<Flow> first = [.. Flows.Select(flow => flow with { Amount = new Quantity(flow.Amount.Atto / 2), Usd = Math.Round(flow.Usd / 2, 2) })];
        return (this with { Flows = first }, this with { Flows = [.. Flows.Zip(first, (whole, half) => whole with { Amount = whole.Amount + -half.Amount, Usd = whole.Usd - half.Usd })] });
    }

    public static Asset Merge(IReadOnlyList<Asset> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        return parts[0] with
        {
            Owners = [.. parts.SelectMany(p => p.Owners).Distinct()],
            Flows = [.. parts.SelectMany(p => p.Flows)],
            Apr = MergedApr(parts),
            RewardsEarned = Sum(parts.SelectMany(p => p.RewardsEarned)),
            RewardsUnclaimed = Sum(parts.SelectMany(p => p.RewardsUnclaimed)),
            FeesClaimed = Sum(parts.SelectMany(p => p.FeesClaimed)),
            FeesUnclaimed = Sum(parts.SelectMany(p => p.FeesUnclaimed)),
            ImpermanentLoss = Sum(parts.SelectMany(p => p.ImpermanentLoss)),
        };
    }

    public static IReadOnlyList<TokenAmount> Sum(IEnumerable<TokenAmount> parts) =>
    [
        .. parts.GroupBy(p => p.Token.Address).Select(group =>
            new TokenAmount(group.First().Token, group.Aggregate(Quantity.Zero, (sum, part) => sum + part.Amount))),
    ];

    private static decimal? MergedApr(IReadOnlyList<Asset> parts)
    {
        var weights = parts.Sum(p => Math.Abs(p.ValueUsd));
        return weights == 0 ? parts[0].Apr : Math.Round(parts.Sum(p => Math.Abs(p.ValueUsd) * (p.Apr ?? 0)) / weights, 6);
    }
}
