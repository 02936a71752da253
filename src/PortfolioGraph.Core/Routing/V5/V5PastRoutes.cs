using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Tokens and positions of a moment of the past by v5's words; v4 knows only the present.</summary>
internal sealed class V5PastRoutes(IV5PortfolioClient client, V5PositionRoutes positionRoutes)
{
    public async Task<RouteAnswer<PastHoldings>> LoadAsync(PastKey key, CancellationToken ct)
    {
        var query = key.Owners.ToQuery();
        var tokenCall = client.GetTokenSnapshotAsync(query, key.At, ct).Counted();
        var positionCall = client.GetProtocolSnapshotAsync(query, key.At, ct).Counted();
        await Task.WhenAll(tokenCall, positionCall).ConfigureAwait(false);

        var (tokens, positions) = (await tokenCall.ConfigureAwait(false), await positionCall.ConfigureAwait(false));
        if (tokens.Answer is null && positions.Answer is null)
            return RouteAnswers.Failed(tokens.Failure!, Dataset.PastHoldings, key.Owners);

        var scope = new Scope(key.Owners, At: key.At);
        DateTimeOffset[] moments = [.. new[] { tokens.Answer?.AsOf, positions.Answer?.AsOf }.OfType<DateTimeOffset>()];
        var source = new Source(SourceState.Live, moments.Min());
        return RouteAnswers.Of(PastHoldings.Of(scope, ToTokens(scope, tokens), ToPositions(scope, positions), source), source.AsOf);
    }

    private static Part<IReadOnlyList<TokenHolding>?> ToTokens(Scope scope, UpstreamResult<IReadOnlyList<V5SnapshotRow>> result)
    {
        if (result.Answer is not { } answer)
            return Part<IReadOnlyList<TokenHolding>?>.Failed(RouteAnswers.Failed(result.Failure!, Dataset.PastHoldings, scope.Owners).Failure);

        var held = V5TokenRoutes.ToTokens(answer.Result)
            .Select(token => new TokenHolding(scope, token.Token, token.Amount, token.PriceUsd, token.ValueUsd, token.Status, null, default));
        return new(held.ToHoldings().In(scope, includeClosed: false));
    }

    private Part<IReadOnlyList<Position>?> ToPositions(Scope scope, UpstreamResult<IReadOnlyList<V5SnapshotRow>> result)
    {
        if (result.Answer is not { } answer)
            return Part<IReadOnlyList<Position>?>.Failed(RouteAnswers.Failed(result.Failure!, Dataset.PastHoldings, scope.Owners).Failure);

        var held = positionRoutes.ToPositions(scope.Owners, answer.Result).Rows.Select(row => row.Held with { Scope = scope });
        return new(held.ToHoldings().In(scope, includeClosed: false));
    }
}
