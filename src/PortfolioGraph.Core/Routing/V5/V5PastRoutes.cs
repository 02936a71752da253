using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>The past tokens and positions of v5; v4 returns only current holdings.</summary>
internal sealed class V5PastRoutes(IV5PortfolioClient client, V5TokenRoutes tokenRoutes, V5PositionRoutes positionRoutes)
{
    public async Task<RouteResult<PastHoldings>> LoadAsync(PastHoldingsKey key, UpstreamCallOptions options, CancellationToken ct)
    {
        var query = key.Owners.ToQuery();
        var tokenCall = client.GetTokenSnapshotAsync(query, key.At, options, ct).RecordCallsAsync();
        var positionCall = client.GetProtocolSnapshotAsync(query, key.At, options, ct).RecordCallsAsync();
        await Task.WhenAll(tokenCall, positionCall).ConfigureAwait(false);

        var (tokenResult, positionResult) = (await tokenCall.ConfigureAwait(false), await positionCall.ConfigureAwait(false));
        if (tokenResult.Response is null && positionResult.Response is null)
            return RouteResults.Failed(tokenResult.Failure!, Dataset.PastHoldings, key.Owners);

        var scope = new Scope(key.Owners, At: key.At);
        var tokens = ToTokens(scope, tokenResult);
        var positions = ToPositions(scope, positionResult);
        if (tokens.Tokens.Value is null && positions.Positions.Value is null)
            return RouteResults.Unusable(Dataset.PastHoldings, key.Owners);

        var provenance = tokens.Provenance is { } tokenProvenance && positions.Provenance is { } positionProvenance ? tokenProvenance.Merge(positionProvenance) : (tokens.Provenance ?? positions.Provenance)!.Value;
        return RouteResults.Of(PastHoldings.Of(scope, tokens.Tokens, positions.Positions, provenance.ToSource(DataSourceState.Live)), provenance);
    }

    private (ValueOrFailure<IReadOnlyList<TokenHolding>?> Tokens, Provenance? Provenance) ToTokens(Scope scope, UpstreamResult<IReadOnlyList<V5SnapshotRow>> result)
    {
        if (result.Response is not { } response)
            return (ValueOrFailure<IReadOnlyList<TokenHolding>?>.Failed(RouteResults.Failed(result.Failure!, Dataset.PastHoldings, scope.Owners).Failure), null);

        var (holdings, provenance) = tokenRoutes.Read(scope, response);
        return holdings is null
            ? (ValueOrFailure<IReadOnlyList<TokenHolding>?>.Failed(RouteResults.Unusable(Dataset.PastHoldings, scope.Owners).Failure), null)
            : (new(holdings.InScope(scope, includeClosed: false)), provenance);
    }

    private (ValueOrFailure<IReadOnlyList<Position>?> Positions, Provenance? Provenance) ToPositions(Scope scope, UpstreamResult<IReadOnlyList<V5SnapshotRow>> result)
    {
        if (result.Response is not { } response)
            return (ValueOrFailure<IReadOnlyList<Position>?>.Failed(RouteResults.Failed(result.Failure!, Dataset.PastHoldings, scope.Owners).Failure), null);

        var (owned, provenance) = positionRoutes.Read(scope.Owners, response);
        return owned is null
            ? (ValueOrFailure<IReadOnlyList<Position>?>.Failed(RouteResults.Unusable(Dataset.PastHoldings, scope.Owners).Failure), null)
            : (new(owned.ToHoldings().InScope(scope, includeClosed: false)), provenance);
    }
}
