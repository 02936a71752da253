namespace PortfolioGraph.Core;

/// <summary>The holdings of a wallet or portfolio at a past point in time.</summary>
/// <param name="Scope">The owners and the point in time.</param>
/// <param name="ValueUsd">Value in USD: priced tokens plus priced positions minus debts. 0 if nothing was held. Null if no holding had a price. Failed if either part failed.</param>
/// <param name="Tokens">The tokens held, highest value first, unpriced last. Their profit and loss is not available for past holdings.</param>
/// <param name="Positions">The positions held, highest value first, debts last, then unpriced. Their profit and loss and economics are not available for past holdings.</param>
/// <param name="Source">The source of the figures and the time at which they were requested.</param>
public sealed record PastHoldings(
    Scope Scope,
    ValueOrFailure<decimal?> ValueUsd,
    ValueOrFailure<IReadOnlyList<TokenHolding>?> Tokens,
    ValueOrFailure<IReadOnlyList<Position>?> Positions,
    Source Source)
{
    /// <summary>The first day of Ethereum, the oldest chain. No holdings exist before it.</summary>
    public static DateTimeOffset Earliest { get; } = new(2015, 7, 30, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The latest timestamp that the upstream accepts (32-bit Unix seconds).</summary>
    public static DateTimeOffset Latest { get; } = DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue);

    /// <summary>The point in time, in whole seconds.</summary>
    public DateTimeOffset Time => Scope.At ?? throw new InvalidOperationException("The scope of past holdings must have a timestamp.");

    /// <summary>Combines both parts.</summary>
    /// <param name="scope">The owners and the point in time.</param>
    /// <param name="tokens">The tokens, or their failure.</param>
    /// <param name="positions">The positions, or their failure.</param>
    /// <param name="source">The source of both parts.</param>
    internal static PastHoldings Of(Scope scope, ValueOrFailure<IReadOnlyList<TokenHolding>?> tokens, ValueOrFailure<IReadOnlyList<Position>?> positions, Source source)
    {
        var value = tokens.Value is { } tokenList && positions.Value is { } positionList
            ? tokenList.Select(static token => token.ValueUsd).Concat(positionList.Select(static position => position.ValueUsd)).ToArray().SumOrZero()
            : ValueOrFailure<decimal?>.Failed((tokens.Failure ?? positions.Failure)!);
        return new PastHoldings(scope, value, tokens, positions, source);
    }
}
