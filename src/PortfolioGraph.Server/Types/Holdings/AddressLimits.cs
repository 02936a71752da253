using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>The limits on the number of addresses in one field.</summary>
/// <param name="PortfolioAddresses">The maximum number of distinct addresses of one portfolio, which is the maximum of one call to the data source.</param>
/// <param name="WalletAddresses">The maximum number of addresses in one list of wallets.</param>
/// <param name="WalletKeys">The maximum number of keys in one list of a gateway, which often cannot split its lists. The cost limits apply besides.</param>
public sealed record AddressLimits(int PortfolioAddresses, int WalletAddresses = 100, int WalletKeys = 1_000)
{
    /// <summary>Returns the wallets of a list, in the same order.</summary>
    /// <param name="field">The name of the field.</param>
    /// <param name="addresses">The addresses from the client, which may contain duplicates.</param>
    /// <exception cref="GraphQLException">TOO_MANY_ADDRESSES.</exception>
    public IReadOnlyList<Wallet> CreateWallets(string field, IReadOnlyList<Address> addresses) =>
        addresses.Count <= WalletAddresses
            ? [.. addresses.Select(a => new Wallet(a))]
            : throw ArgumentErrors.TooManyAddresses(field, addresses.Count, WalletAddresses);

    /// <summary>Returns the wallets of a list of keys, in the same order. A key that is not an address gives null and the error ADDRESS_INVALID at its index.</summary>
    /// <param name="field">The name of the field.</param>
    /// <param name="keys">The keys from the client, which may contain duplicates.</param>
    /// <param name="context">The context of the field.</param>
    /// <exception cref="GraphQLException">TOO_MANY_ADDRESSES.</exception>
    public IReadOnlyList<Wallet?> CreateWallets(string field, IReadOnlyList<string> keys, IResolverContext context)
    {
        return keys.Count <= WalletKeys ? [.. keys.Select(CreateOrReport)] : throw ArgumentErrors.TooManyAddresses(field, keys.Count, WalletKeys);

        Wallet? CreateOrReport(string key, int index)
        {
            if (Address.TryParse(key, out var address))
                return new Wallet(address);
            context.ReportAt(index, ArgumentErrors.AddressInvalid());
            return null;
        }
    }

    /// <summary>Returns the portfolio of the distinct addresses of a list.</summary>
    /// <param name="field">The name of the field.</param>
    /// <param name="addresses">The addresses from the client.</param>
    /// <exception cref="GraphQLException">NO_ADDRESSES or TOO_MANY_ADDRESSES.</exception>
    public Portfolio CreatePortfolio(string field, IReadOnlyList<Address> addresses)
    {
        IReadOnlyList<Address> distinct = [.. addresses.Distinct()];
        return distinct.Count == 0 ? throw ArgumentErrors.NoAddresses(field)
            : distinct.Count > PortfolioAddresses ? throw ArgumentErrors.TooManyAddresses(field, distinct.Count, PortfolioAddresses)
            : new Portfolio(distinct);
    }
}
