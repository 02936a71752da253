using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>One address and all its holdings on every supported chain.</summary>
[ObjectType<Wallet>]
public static partial class WalletNode
{
    static partial void Configure(IObjectTypeDescriptor<Wallet> descriptor) => descriptor.Ignore(w => w.Scope);

    /// <summary>The wallet's global id, built from its address.</summary>
    [ID]
    public static string GetId([Parent] Wallet wallet) => wallet.Address.Value;

    /// <summary>Returns the wallet of an id.</summary>
    /// <param name="id">The address.</param>
    /// <exception cref="GraphQLException">ADDRESS_INVALID, or ID_INVALID for another spelling than that of the wallet's own id.</exception>
    [NodeResolver]
    public static Wallet? GetWalletById(string id) => ArgumentErrors.ParseWallet(id) is var wallet && GetId(wallet) == id ? wallet : throw ArgumentErrors.IdInvalid();

    /// <summary>The total value in USD: assets minus debts. Null if unknown.</summary>
    [Cost(1)]
    public static Task<decimal?> GetValueUsdAsync([Parent] Wallet wallet, IValueByKeyDataLoader values, IResolverContext context, CancellationToken cancellationToken) =>
        // The values of ten wallets share a call. A portfolio has a call of its own, so the shared field costs more.
        HoldingsFields.GetValueUsdAsync(wallet, values, context, cancellationToken);
}
