using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Several wallets treated as one, with the amounts of equal tokens added up.</summary>
[ObjectType<Portfolio>]
public static partial class PortfolioNode
{
    static partial void Configure(IObjectTypeDescriptor<Portfolio> descriptor) => descriptor.Ignore(p => p.Scope);

    /// <summary>The portfolio's global id, built from its set of addresses. It does not depend on their order.</summary>
    [ID]
    public static string GetId([Parent] Portfolio portfolio) => portfolio.Scope.ToString();

    /// <summary>The individual wallets, in request order.</summary>
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<Wallet> GetWallets([Parent] Portfolio portfolio) => [.. portfolio.Addresses.Select(a => new Wallet(a))];
}
