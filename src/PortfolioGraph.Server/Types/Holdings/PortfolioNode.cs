using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Several wallets taken as one: what they hold together, with equal tokens added up.</summary>
[ObjectType<Portfolio>]
public static partial class PortfolioNode
{
    static partial void Configure(IObjectTypeDescriptor<Portfolio> descriptor) => descriptor.Ignore(p => p.Scope);

    /// <summary>The wallets, each on its own, in the order asked for.</summary>
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<Wallet> GetWallets([Parent] Portfolio portfolio) => [.. portfolio.Addresses.Select(a => new Wallet(a))];
}
