using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>Several wallets treated as one, with the amounts of equal tokens added up.</summary>
[ObjectType<Portfolio>]
public static partial class PortfolioNode
{
    static partial void Configure(IObjectTypeDescriptor<Portfolio> descriptor) => descriptor.Ignore(p => p.Scope);

    /// <summary>The portfolio's global id, built from its set of addresses. It does not depend on their order, unlike `addresses`, `wallets` and `compliance`: a cache that keeps one object per id has the order of the last response.</summary>
    [ID]
    public static string GetId([Parent] Portfolio portfolio) => portfolio.Scope.ToString();

    /// <summary>Returns the portfolio of an id.</summary>
    /// <param name="id">The scope.</param>
    /// <exception cref="GraphQLException">ID_INVALID or TOO_MANY_ADDRESSES.</exception>
    [NodeResolver]
    public static Portfolio? GetPortfolioById(string id, [Service] AddressLimits limits) =>
        HoldingIds.ReadScope(id, limits) is { ChainId: null, At: null } scope ? new Portfolio(scope.Owners.Addresses) : throw ArgumentErrors.IdInvalid();

    /// <summary>The individual wallets, in the order of `addresses`.</summary>
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<Wallet> GetWallets([Parent] Portfolio portfolio) => [.. portfolio.Addresses.Select(a => new Wallet(a))];
}
