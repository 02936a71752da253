using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>The key of profit and loss, in total and per chain.</summary>
/// <param name="Owners">The owners, as one portfolio.</param>
/// <param name="Range">The time range.</param>
public readonly record struct ProfitAndLossKey(AddressSet Owners, TimeRange Range) : IOwned;

/// <summary>Profit and loss of one portfolio, in total and per chain.</summary>
/// <param name="Total">Over all chains; null if the upstream gives no total.</param>
/// <param name="ByChain">By chain id.</param>
public sealed record ProfitAndLossTable(ProfitAndLoss? Total, IReadOnlyDictionary<int, ProfitAndLoss> ByChain)
{
    /// <summary>Returns the row of a scope of the same owners; null if the upstream has none.</summary>
    /// <param name="scope">All chains, or one.</param>
    public ProfitAndLoss? InScope(Scope scope) => scope.ChainId is { } chain ? ByChain.GetValueOrDefault(chain) : Total;
}

/// <summary>Profit and loss in total and per chain. Each key is one load.</summary>
internal static class ProfitAndLossDataset
{
    public static UnbatchedDataset<ProfitAndLossKey, ProfitAndLossTable> Create(IServiceProvider provider)
    {
        var (routes, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new UnbatchedDataset<ProfitAndLossKey, ProfitAndLossTable>
        {
            Dataset = Dataset.ProfitAndLoss,
            TimeToLive = provider.GetRequiredService<IOptions<CacheOptions>>().Value.TimeToLive,
            LoadAsync = async (key, options, ct) =>
            {
                var result = await runner.RunAsync(routes.ProfitAndLoss, HoldingFacets.Returns, key, runner.StartLoad(), options, ct).ConfigureAwait(false);
                return result is { Failure: { } failure, Value: { } withoutReturns } ? result with { Value = WithoutReturns(withoutReturns, failure) } : result;
            },
            WithNewSource = static (value, source) => new ProfitAndLossTable(
                value.Total is null ? null : value.Total with { Source = source },
                value.ByChain.ToDictionary(static row => row.Key, row => row.Value with { Source = source })),
        };
    }

    // The fallback has profit and loss but no returns. The missing returns are reported as the first route's failure. The value is cached as complete, because its
    // two calls are too expensive to repeat on every request while the first route is down.
    private static ProfitAndLossTable WithoutReturns(ProfitAndLossTable table, LoadFailure failure) => new(
        table.Total is null ? null : table.Total with { RoiFailure = failure },
        table.ByChain.ToDictionary(static row => row.Key, row => row.Value with { RoiFailure = failure }));
}
