using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>How many wallets one field may name.</summary>
/// <param name="PortfolioAddresses">The most different addresses of one portfolio: those of one call to the data source.</param>
/// <param name="WalletAddresses">The most addresses of one list of wallets.</param>
public sealed record AddressLimits(int PortfolioAddresses, int WalletAddresses = 100)
{
    /// <summary>The wallets of a list, in its order.</summary>
    /// <param name="field">The field that names them.</param>
    /// <param name="addresses">The addresses a client gave; one may occur more than once.</param>
    /// <exception cref="GraphQLException">TOO_MANY_ADDRESSES.</exception>
    public IReadOnlyList<Wallet> Wallets(string field, IReadOnlyList<Address> addresses) =>
        addresses.Count <= WalletAddresses
            ? [.. addresses.Select(a => new Wallet(a))]
            : throw ArgumentErrors.TooManyAddresses(field, addresses.Count, WalletAddresses);

    /// <summary>The portfolio of a list, each address once.</summary>
    /// <param name="field">The field that names them.</param>
    /// <param name="addresses">The addresses a client gave.</param>
    /// <exception cref="GraphQLException">NO_ADDRESSES or TOO_MANY_ADDRESSES.</exception>
    public Portfolio Portfolio(string field, IReadOnlyList<Address> addresses)
    {
        IReadOnlyList<Address> different = [.. addresses.Distinct()];
        return different.Count == 0 ? throw ArgumentErrors.NoAddresses(field)
            : different.Count > PortfolioAddresses ? throw ArgumentErrors.TooManyAddresses(field, different.Count, PortfolioAddresses)
            : new Portfolio(different);
    }
}
