using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>The past tokens and positions of v5; v4 returns only current holdings.</summary>
internal sealed class V5PastRoutes(IV5PortfolioClient client, V5TokenRoutes tokenRoutes, V5PositionRoutes positionRoutes)
{
    public async Task<RouteResult<PastHoldings>> LoadAsync(PastKey key, UpstreamCallOptions options, CancellationToken ct)
    {
        var query = key.Owners.ToQuery();
        var tokenCall = client.GetTokenSnapshotAsync(query, key.At, options, ct).RecordCallsAsync();
        var positionCall = client.GetProtocolSnapshotAsync(query, key.At, options, ct).RecordCallsAsync();
        await Task.WhenAll(tokenCall, positionCall).ConfigureAwait(false);

        var (tokens, positions) = (await tokenCall.ConfigureAwait(false), await positionCall.ConfigureAwait(false));
        if (tokens.Response is null && positions.Response is null)
            return RouteResults.Failed(tokens.Failure!, Dataset.PastHoldings, key.Owners);

        var scope = new Scope(key.Owners, At: key.At);
        var held = ToTokens(scope, tokens);
        var positionsRead = ToPositions(scope, positions);
        if (held.Tokens.Value is null && positionsRead.Positions.Value is null)
            return RouteResults.Unusable(Dataset.PastHoldings, key.Owners);

        var provenance = held.From is { } tokenProvenance && positionsRead.From is { } positionProvenance ? tokenProvenance.And(positionProvenance) : (held.From ?? positionsRead.From)!.Value;
        return RouteResults.Of(PastHoldings.Of(scope, held.Tokens, positionsRead.Positions, provenance.In(SourceState.Live)), provenance);
    }

    private (ValueOrFailure<IReadOnlyList<TokenHolding>?> Tokens, Provenance? From) ToTokens(Scope scope, UpstreamResult<IReadOnlyList<V5SnapshotRow>> result)
    {
        if (result.Response is not { } response)
            return (ValueOrFailure<IReadOnlyList<TokenHolding>?>.Failed(RouteResults.Failed(result.Failure!, Dataset.PastHoldings, scope.Owners).Failure), null);

        var (held, provenance) = tokenRoutes.Read(scope, response);
        return held is null
            ? (ValueOrFailure<IReadOnlyList<TokenHolding>?>.Failed(RouteResults.Unusable(Dataset.PastHoldings, scope.Owners).Failure), null)
            : (new(held.In(scope, includeClosed: false)), provenance);
    }

    private (ValueOrFailure<IReadOnlyList<Position>?> Positions, Provenance? From) ToPositions(Scope scope, UpstreamResult<IReadOnlyList<V5SnapshotRow>> result)
    {
        if (result.Response is not { } response)
            return (ValueOrFailure<IReadOnlyList<Position>?>.Failed(RouteResults.Failed(result.Failure!, Dataset.PastHoldings, scope.Owners).Failure), null);

        var (positionsRead, provenance) = positionRoutes.Read(scope.Owners, response);
        return positionsRead is null
            ? (ValueOrFailure<IReadOnlyList<Position>?>.Failed(RouteResults.Unusable(Dataset.PastHoldings, scope.Owners).Failure), null)
            : (new(positionsRead.ToHoldings().In(scope, includeClosed: false)), provenance);
    }
}
