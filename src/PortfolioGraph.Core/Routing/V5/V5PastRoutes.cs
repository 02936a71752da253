using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Tokens and positions of a moment of the past by v5's words; v4 knows only the present.</summary>
internal sealed class V5PastRoutes(IV5PortfolioClient client, V5TokenRoutes tokenRoutes, V5PositionRoutes positionRoutes)
{
    public async Task<RouteResult<PastHoldings>> LoadAsync(PastHoldingsKey key, UpstreamCallOptions options, CancellationToken ct)
    {
        var query = key.Owners.ToQuery();
        var tokenCall = client.GetTokenSnapshotAsync(query, key.At, options, ct).Counted();
        var positionCall = client.GetProtocolSnapshotAsync(query, key.At, options, ct).Counted();
        await Task.WhenAll(tokenCall, positionCall).ConfigureAwait(false);

        var (tokens, positions) = (await tokenCall.ConfigureAwait(false), await positionCall.ConfigureAwait(false));
        if (tokens.Response is null && positions.Response is null)
            return RouteResults.Failed(tokens.Failure!, Dataset.PastHoldings, key.Owners);

        var scope = new Scope(key.Owners, At: key.At);
        var held = ToTokens(scope, tokens);
        var placed = ToPositions(scope, positions);
        if (held.Tokens.Value is null && placed.Positions.Value is null)
            return RouteResults.Unusable(Dataset.PastHoldings, key.Owners);

        var from = held.From is { } some && placed.From is { } more ? some.And(more) : (held.From ?? placed.From)!.Value;
        return RouteResults.Of(PastHoldings.Of(scope, held.Tokens, placed.Positions, from.In(SourceState.Live)), from);
    }

    private (ValueOrFailure<IReadOnlyList<TokenHolding>?> Tokens, Provenance? From) ToTokens(Scope scope, UpstreamResult<IReadOnlyList<V5SnapshotRow>> result)
    {
        if (result.Response is not { } response)
            return (ValueOrFailure<IReadOnlyList<TokenHolding>?>.Failed(RouteResults.Failed(result.Failure!, Dataset.PastHoldings, scope.Owners).Failure), null);

        var (held, from) = tokenRoutes.Read(scope, response);
        return held is null
            ? (ValueOrFailure<IReadOnlyList<TokenHolding>?>.Failed(RouteResults.Unusable(Dataset.PastHoldings, scope.Owners).Failure), null)
            : (new(held.In(scope, includeClosed: false)), from);
    }

    private (ValueOrFailure<IReadOnlyList<Position>?> Positions, Provenance? From) ToPositions(Scope scope, UpstreamResult<IReadOnlyList<V5SnapshotRow>> result)
    {
        if (result.Response is not { } response)
            return (ValueOrFailure<IReadOnlyList<Position>?>.Failed(RouteResults.Failed(result.Failure!, Dataset.PastHoldings, scope.Owners).Failure), null);

        var (placed, from) = positionRoutes.Read(scope.Owners, response);
        return placed is null
            ? (ValueOrFailure<IReadOnlyList<Position>?>.Failed(RouteResults.Unusable(Dataset.PastHoldings, scope.Owners).Failure), null)
            : (new(placed.ToHoldings().In(scope, includeClosed: false)), from);
    }
}
