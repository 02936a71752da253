using Microsoft.Extensions.DependencyInjection;

namespace PortfolioGraph.Core;

/// <summary>The key of holdings at a past time.</summary>
public readonly record struct PastHoldingsKey : IOwned
{
    /// <summary>Creates the key.</summary>
    /// <param name="owners">The owners, as one portfolio.</param>
    /// <param name="at">The time; fractions of a second are cut off.</param>
    public PastHoldingsKey(AddressSet owners, DateTimeOffset at) => (Owners, At) = (owners, DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()));

    /// <summary>The owners, as one portfolio.</summary>
    public AddressSet Owners { get; }

    /// <summary>The time, in whole seconds.</summary>
    public DateTimeOffset At { get; }
}

/// <summary>Holdings at a past time. Each key is one load.</summary>
internal static class PastHoldingsDataset
{
    public static UnbatchedDataset<PastHoldingsKey, PastHoldings> Create(IServiceProvider provider) => UnbatchedDataset.Create(
        provider,
        Dataset.PastHoldings,
        static routes => routes.PastHoldings,
        static (past, source) => past with { Source = source },
        static past => past.Tokens.Failure is null && past.Positions.Failure is null,
        provider.GetRequiredService<CatalogRecorder>().Record);
}
