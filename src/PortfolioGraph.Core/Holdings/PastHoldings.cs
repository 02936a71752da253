namespace PortfolioGraph.Core;

/// <summary>What a wallet or portfolio held at a moment of the past.</summary>
/// <param name="Scope">Whose holdings, and at which moment.</param>
/// <param name="ValueUsd">Tokens plus positions minus debts in USD, as far as they were priced; 0 where nothing was held, null where nothing that was held had a price. Failed where either part is.</param>
/// <param name="Tokens">The tokens held, greatest value first, unpriced last; profit and loss is not known of the past.</param>
/// <param name="Positions">The positions held, greatest value first, debts last, unpriced after them; profit and loss and economics are not known of the past.</param>
/// <param name="Source">Where the figures come from, and when they were asked for.</param>
public sealed record PastHoldings(
    Scope Scope,
    ValueOrFailure<decimal?> ValueUsd,
    ValueOrFailure<IReadOnlyList<TokenHolding>?> Tokens,
    ValueOrFailure<IReadOnlyList<Position>?> Positions,
    Source Source)
{
    /// <summary>The first day of the chain that was there first (Ethereum); nothing was held before.</summary>
    public static DateTimeOffset Earliest { get; } = new(2015, 7, 30, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The last moment that the data source has a word for.</summary>
    public static DateTimeOffset Latest { get; } = DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue);

    /// <summary>The moment, in whole seconds.</summary>
    public DateTimeOffset Time => Scope.At ?? throw new InvalidOperationException("The past has a moment.");

    /// <summary>Puts both parts together.</summary>
    /// <param name="scope">Whose holdings, and at which moment.</param>
    /// <param name="tokens">The tokens, or why they are missing.</param>
    /// <param name="positions">The positions, or why they are missing.</param>
    /// <param name="source">Where they come from.</param>
    internal static PastHoldings Of(Scope scope, ValueOrFailure<IReadOnlyList<TokenHolding>?> tokens, ValueOrFailure<IReadOnlyList<Position>?> positions, Source source)
    {
        var value = tokens.Value is { } held && positions.Value is { } placed
            ? ValueOf([.. held.Select(static token => token.ValueUsd), .. placed.Select(static position => position.ValueUsd)])
            : ValueOrFailure<decimal?>.Failed((tokens.Failure ?? positions.Failure)!);
        return new PastHoldings(scope, value, tokens, positions, source);
    }

    private static decimal? ValueOf(IReadOnlyCollection<decimal?> values) => values.Count == 0 ? 0 : values.SumOfKnown();
}
