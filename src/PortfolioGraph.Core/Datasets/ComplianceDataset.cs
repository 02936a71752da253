namespace PortfolioGraph.Core;

/// <summary>Asks for the verdict on an address.</summary>
/// <param name="Address">The address.</param>
public readonly record struct ComplianceKey(Address Address) : IOwned
{
    /// <inheritdoc />
    public AddressSet Owners => AddressSet.Of(Address);
}

/// <summary>Compliance checks, loaded one address at a time.</summary>
internal static class ComplianceDataset
{
    public static UnbatchedDataset<ComplianceKey, ComplianceCheck> Create(IServiceProvider provider) => UnbatchedDataset.Create(
        provider, Dataset.Compliance, static routes => routes.Compliance, static (check, source) => check with { Source = source });
}
