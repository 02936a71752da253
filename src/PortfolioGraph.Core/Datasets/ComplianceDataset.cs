namespace PortfolioGraph.Core;

/// <summary>The key of a compliance check.</summary>
/// <param name="Address">The address.</param>
public readonly record struct ComplianceKey(Address Address) : IOwned
{
    /// <inheritdoc />
    public AddressSet Owners => AddressSet.Of(Address);
}

/// <summary>Compliance checks. Each address is one call.</summary>
internal static class ComplianceDataset
{
    public static UnbatchedDataset<ComplianceKey, ComplianceCheck> Create(IServiceProvider provider) => UnbatchedDataset.Create(
        provider, Dataset.Compliance, static routes => routes.Compliance, static (check, source) => check with { Source = source });
}
