using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>Asks for profit and loss of owners, in total and per chain.</summary>
/// <param name="Owners">Whose profit and loss, taken together.</param>
/// <param name="Range">The time looked back over.</param>
public readonly record struct ProfitAndLossKey(AddressSet Owners, TimeRange Range) : IOwned;

/// <summary>Profit and loss of owners in total and per chain.</summary>
/// <param name="Total">Over all chains; null where the data source gives no total.</param>
/// <param name="ByChain">Per chain id.</param>
public sealed record ProfitAndLossTable(ProfitAndLoss? Total, IReadOnlyDictionary<int, ProfitAndLoss> ByChain)
{
    /// <summary>The row of a scope of the same owners; null where the data source has none for it.</summary>
    /// <param name="scope">All chains, or one.</param>
    public ProfitAndLoss? In(Scope scope) => scope.ChainId is { } chain ? ByChain.GetValueOrDefault(chain) : Total;
}

/// <summary>Profit and loss of owners, loaded one key at a time.</summary>
internal static class ProfitAndLossDataset
{
    public static UnbatchedDataset<ProfitAndLossKey, ProfitAndLossTable> Create(IServiceProvider provider)
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new UnbatchedDataset<ProfitAndLossKey, ProfitAndLossTable>
        {
            Dataset = Dataset.ProfitAndLoss,
            TimeToLive = provider.GetRequiredService<IOptions<CacheOptions>>().Value.TimeToLive,
            LoadAsync = async (key, options, ct) =>
            {
                var result = await runner.RunAsync(table.ProfitAndLoss, HoldingFacets.Returns, key, runner.StartLoad(), options, ct).ConfigureAwait(false);
                return result is { Failure: { } failure, Value: { } gains } ? result with { Value = WithoutReturns(gains, failure) } : result;
            },
            WithNewSource = static (figures, source) => new ProfitAndLossTable(
                figures.Total is null ? null : figures.Total with { Source = source },
                figures.ByChain.ToDictionary(static row => row.Key, row => row.Value with { Source = source })),
        };
    }

    // What was fallen back to has the gains; that the returns are missing is the first choice's failure. It counts as whole, and is kept: its two calls
    // are too dear to be made for every question while the first choice is down.
    private static ProfitAndLossTable WithoutReturns(ProfitAndLossTable gains, LoadFailure failure) => new(
        gains.Total is null ? null : gains.Total with { RoiFailure = failure },
        gains.ByChain.ToDictionary(static row => row.Key, row => row.Value with { RoiFailure = failure }));
}
