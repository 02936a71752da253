using System.Numerics;

namespace PortfolioGraph.Sandbox.World;

/// <summary>One event of an asset's history.</summary>
/// <param name="Token">Which token it moves.</param>
/// <param name="AgeHours">How many hours before today it happened.</param>
/// <param name="Amount">What it adds to the amount of the token (of a debt: to what is owed).</param>
/// <param name="Usd">Money that came in (positive) or went out (negative); 0 for growth.</param>
internal readonly record struct Flow(int AgeHours, Token Token, Quantity Amount, decimal Usd);

/// <summary>Some of a token, signed.</summary>
internal readonly record struct TokenAmount(Token Token, Quantity Amount)
{
    public decimal ValueUsd => Amount.Times(Token.Market.PriceUsd);
}

/// <summary>What tells one asset of a chain from another, whoever holds it.</summary>
internal readonly record struct AssetKey(long ChainId, string Contract, BigInteger TokenId, string? SubGroup);

/// <summary>Profit and loss, with what came in over the same time (the denominator of the return).</summary>
internal readonly record struct Performance(decimal ProfitUsd, decimal InflowUsd, decimal OutflowUsd, decimal StartUsd)
{
    /// <summary>A fraction, or null where nothing came in.</summary>
    public decimal? Roi => InflowUsd == 0 ? null : Math.Round(ProfitUsd / InflowUsd, 8);

    public static Performance operator +(Performance left, Performance right) => new(
        left.ProfitUsd + right.ProfitUsd,
        left.InflowUsd + right.InflowUsd,
        left.OutflowUsd + right.OutflowUsd,
        left.StartUsd + right.StartUsd);
}

/// <summary>
/// A holding of a token or a position in a protocol, known by its history. Several owners' assets of one key merge by putting
/// their histories together, so every figure of the merged asset follows the same rules.
/// </summary>
internal sealed record Asset(AssetKey Key, IReadOnlyList<string> Owners, IReadOnlyList<Flow> Flows)
{
    /// <summary>The token of a plain holding; null for a position.</summary>
    public Token? Token { get; init; }

    /// <summary>What the position is in; null for a plain holding.</summary>
    public Product? Product { get; init; }

    public decimal? Apr { get; init; }

    public IReadOnlyList<TokenAmount> RewardsEarned { get; init; } = [];

    public IReadOnlyList<TokenAmount> RewardsUnclaimed { get; init; } = [];

    public IReadOnlyList<TokenAmount> FeesClaimed { get; init; } = [];

    public IReadOnlyList<TokenAmount> FeesUnclaimed { get; init; } = [];

    public IReadOnlyList<TokenAmount> ImpermanentLoss { get; init; } = [];

    /// <summary>The token is owed, not owned.</summary>
    public bool IsOwed { get; init; }

    public bool IsDebt => IsOwed || Product?.IsDebt == true;

    public decimal ValueUsd => ValueAt(0);

    public bool IsOpen => IsOpenAt(0);

    /// <summary>Somebody quotes every token of it, so that it has a profit.</summary>
    public bool IsPriced => Flows.All(f => f.Token.Market.IsPriced);

    public int FirstAgeHours => Flows.Max(f => f.AgeHours);

    /// <summary>Whole days from the first event to now, or to the last event when nothing is left.</summary>
    public int HoldingDays => (FirstAgeHours - (IsOpen ? 0 : Flows.Min(f => f.AgeHours))) / 24;

    public bool IsOpenAt(int ageHours) => AmountsAt(ageHours).Any(s => !s.Amount.IsZero);

    /// <summary>What is in it at that age; a debt's amounts are positive too.</summary>
    public IReadOnlyList<TokenAmount> AmountsAt(int ageHours) =>
        Sum(Flows.Where(f => f.AgeHours >= ageHours).Select(f => new TokenAmount(f.Token, f.Amount)));

    /// <summary>USD at that age; a debt's is negative.</summary>
    public decimal ValueAt(int ageHours)
    {
        var value = AmountsAt(ageHours).Sum(s => s.Amount.Times(s.Token.Market.PriceAt(ageHours)));
        return IsDebt ? -value : value;
    }

    /// <summary>
    /// Value now - inflow + outflow since that age. What was there at the start counts as inflow (a debt's as outflow); null is
    /// the whole life.
    /// </summary>
    public Performance PerformanceSince(int? ageHours)
    {
        var start = ageHours is { } age ? ValueAt(age) : 0;
        var flows = Flows.Where(f => ageHours is null || f.AgeHours < ageHours).ToList();
        var inflow = flows.Where(f => f.Usd > 0).Sum(f => f.Usd) + Math.Max(start, 0);
        var outflow = flows.Where(f => f.Usd < 0).Sum(f => -f.Usd) + Math.Max(-start, 0);
        return new Performance(ValueUsd - inflow + outflow, inflow, outflow, start);
    }

    /// <summary>The same asset in two halves, whose sums are the whole.</summary>
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
        .. parts.GroupBy(p => p.Token.Address).Select(same =>
            new TokenAmount(same.First().Token, same.Aggregate(Quantity.Zero, (sum, part) => sum + part.Amount))),
    ];

    private static decimal? MergedApr(IReadOnlyList<Asset> parts)
    {
        var weights = parts.Sum(p => Math.Abs(p.ValueUsd));
        return weights == 0 ? parts[0].Apr : Math.Round(parts.Sum(p => Math.Abs(p.ValueUsd) * (p.Apr ?? 0)) / weights, 6);
    }
}
