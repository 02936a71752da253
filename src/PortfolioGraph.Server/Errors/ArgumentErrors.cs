using System.Globalization;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Errors;

/// <summary>Validates arguments that are well formed but may have no valid meaning, and creates their errors.</summary>
internal static class ArgumentErrors
{
    // The maximum page size of the lists.
    private const int MaxFirst = 500;

    /// <summary>Returns the supported chain of an id. An unknown id is looked up once.</summary>
    /// <param name="catalog">The catalog of supported chains.</param>
    /// <param name="chainId">The id from the client.</param>
    /// <param name="cancellationToken">Cancels the wait for the lookup.</param>
    /// <exception cref="GraphQLException">CHAIN_UNSUPPORTED with the supported ids, or the failure of the lookup.</exception>
    public static async Task<Chain> GetSupportedAsync(this ICatalog catalog, int chainId, CancellationToken cancellationToken) =>
        (await catalog.FindChainAsync(chainId, cancellationToken)).ValueOrThrow() ?? throw ChainUnsupported(catalog, chainId);

    /// <summary>Returns the chain of an id: a supported one, or one that loaded data is on, although it is not listed. An unknown id is looked up once.</summary>
    /// <param name="catalog">The catalog of supported chains.</param>
    /// <param name="chainId">The id from the client.</param>
    /// <param name="cancellationToken">Cancels the wait for the lookup.</param>
    /// <exception cref="GraphQLException">CHAIN_UNSUPPORTED with the supported ids, or the failure of the lookup.</exception>
    public static async Task<Chain> GetKnownAsync(this ICatalog catalog, int chainId, CancellationToken cancellationToken) =>
        catalog.IsKnownChain(chainId) ? catalog.GetChain(chainId) : await catalog.GetSupportedAsync(chainId, cancellationToken);

    /// <summary>Returns the chains of distinct ids, in order: supported ones, or ones that loaded data is on. Unknown ids are looked up together.</summary>
    /// <param name="catalog">The catalog of supported chains.</param>
    /// <param name="chainIds">The ids from the client.</param>
    /// <param name="cancellationToken">Cancels the wait for the lookup.</param>
    /// <exception cref="GraphQLException">CHAIN_UNSUPPORTED for the first unknown id, or the failure of the lookup.</exception>
    public static async Task<IReadOnlyList<Chain>> GetKnownAsync(this ICatalog catalog, IReadOnlyList<int> chainIds, CancellationToken cancellationToken)
    {
        // No lookup can make a list with such an id valid.
        if (chainIds.Any(static id => id <= 0))
            throw ChainUnsupported(catalog, chainIds.First(static id => id <= 0));

        List<int> distinct = [.. chainIds.Distinct()];
        List<int> unknown = [.. distinct.Where(id => !catalog.IsKnownChain(id))];
        var found = unknown.Count == 0 ? [] : (await catalog.FindChainsAsync(unknown, cancellationToken)).ValueOrThrow()!.OfType<Chain>().ToDictionary(static chain => chain.ChainId);
        return [.. distinct.Select(id => !unknown.Contains(id) ? catalog.GetChain(id) : found.GetValueOrDefault(id) ?? throw ChainUnsupported(catalog, id))];
    }

    /// <summary>Returns a token of a known chain.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="chainId">The chain id from the client.</param>
    /// <param name="address">The contract address from the client.</param>
    /// <param name="cancellationToken">Cancels the wait for the lookup of the chain.</param>
    /// <exception cref="GraphQLException">CHAIN_UNSUPPORTED with the supported ids, or the failure of the lookup.</exception>
    public static async Task<Token> GetTokenAsync(this ICatalog catalog, int chainId, Address address, CancellationToken cancellationToken) =>
        catalog.GetToken((await catalog.GetKnownAsync(chainId, cancellationToken)).ChainId, address);

    /// <summary>Returns the supported protocol of an id.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="protocolId">The id from the client.</param>
    /// <param name="cancellationToken">Cancels the wait for the lookup.</param>
    /// <exception cref="GraphQLException">PROTOCOL_UNKNOWN, or the failure of the lookup.</exception>
    public static async Task<Protocol> GetProtocolAsync(this ICatalog catalog, string protocolId, CancellationToken cancellationToken) =>
        (await catalog.FindProtocolAsync(protocolId, cancellationToken)).ValueOrThrow() ?? throw new GraphQLException(
            ErrorBuilder.New()
                .SetMessage("There is no supported protocol with this id. The field `protocols` lists them; an id consists of lower-case letters and digits.")
                .SetCode(GraphErrorCodes.ProtocolUnknown)
                .Build());

    /// <summary>Returns the wallet of a key.</summary>
    /// <param name="key">The key from the client.</param>
    /// <exception cref="GraphQLException">ADDRESS_INVALID.</exception>
    public static Wallet ParseWallet(string? key) => Address.TryParse(key ?? "", out var address) ? new Wallet(address) : throw new GraphQLException(AddressInvalid());

    /// <summary>Returns the error for a global id whose value has no meaning for its type.</summary>
    public static GraphQLException IdInvalid() => new(
        ErrorBuilder.New()
            .SetMessage("The id is damaged. Use an id that this server has returned.")
            .SetCode(EngineErrorCodes.IdInvalid)
            .Build());

    /// <summary>Returns the error for the id of a holding that its owners do not have.</summary>
    public static GraphQLException HoldingNotFound() => new(
        ErrorBuilder.New()
            .SetMessage("The owners do not have this holding. It may have been closed or moved since the id was returned.")
            .SetCode(GraphErrorCodes.HoldingNotFound)
            .Build());

    /// <summary>Returns the error for a representation of an entity without a valid key.</summary>
    /// <param name="key">The fields of the key.</param>
    public static GraphQLException RepresentationInvalid(string key) => new(
        ErrorBuilder.New()
            .SetMessage($"The representation has no valid key. It needs `{key}`.")
            .SetCode(EngineErrorCodes.RepresentationInvalid)
            .Build());

    /// <summary>Returns the error for a text that is not an address. It does not repeat the text, which may be a key that was pasted into the wrong field.</summary>
    public static IError AddressInvalid() => ErrorBuilder.New()
        .SetMessage("An address must be `0x` and 40 hexadecimal digits, in one case or with a valid EIP-55 checksum.")
        .SetCode(GraphErrorCodes.AddressInvalid)
        .Build();

    /// <summary>Returns the error for more addresses than a field accepts.</summary>
    /// <param name="field">The name of the field.</param>
    /// <param name="actual">The number of addresses in the request.</param>
    /// <param name="limit">The maximum number of addresses.</param>
    public static GraphQLException TooManyAddresses(string field, int actual, int limit) => new(
        ErrorBuilder.New()
            .SetMessage(string.Create(CultureInfo.InvariantCulture, $"The argument `addresses` of `{field}` accepts at most {limit} addresses but got {actual}. Split them over several requests."))
            .SetCode(GraphErrorCodes.TooManyAddresses)
            .SetExtension("argument", "addresses")
            .SetExtension("limit", limit)
            .Build());

    /// <summary>Returns the error for a portfolio without addresses.</summary>
    /// <param name="field">The name of the field.</param>
    public static GraphQLException NoAddresses(string field) => new(
        ErrorBuilder.New()
            .SetMessage($"The argument `addresses` of `{field}` needs at least one address.")
            .SetCode(GraphErrorCodes.NoAddresses)
            .SetExtension("argument", "addresses")
            .Build());

    /// <summary>Returns the error for a subscription above the limit of watched portfolios.</summary>
    /// <param name="limit">The maximum number of watched portfolios.</param>
    public static GraphQLException TooManyWatchedPortfolios(int limit) => new(
        ErrorBuilder.New()
            .SetMessage(string.Create(CultureInfo.InvariantCulture, $"This server watches at most {limit} different portfolios at once for all clients. Retry later."))
            .SetCode(EngineErrorCodes.LimitExceeded)
            .SetExtension("limit", limit)
            .Build());

    /// <summary>Returns the error for a cursor that is damaged or belongs to another list.</summary>
    /// <param name="argument">The name of the cursor argument.</param>
    public static GraphQLException InvalidCursor(string argument) => new(
        ErrorBuilder.New()
            .SetMessage($"The argument `{argument}` is not a cursor of this list. Use a cursor from the same field of the same wallet, portfolio or chain with the same `order`, or omit the argument.")
            .SetCode(EngineErrorCodes.CursorInvalid)
            .SetExtension("argument", argument)
            .Build());

    /// <summary>Returns the maximum number of items of a list without pages if it is in range.</summary>
    /// <param name="field">The name of the field.</param>
    /// <param name="first">The number from the client.</param>
    /// <exception cref="GraphQLException">LIMIT_EXCEEDED: the number is not from 1 to 500.</exception>
    public static int RequireFirst(string field, int first) =>
        first is >= 1 and <= MaxFirst
            ? first
            : throw new GraphQLException(
                ErrorBuilder.New()
                    .SetMessage(string.Create(CultureInfo.InvariantCulture, $"The argument `first` of `{field}` must be from 1 to {MaxFirst}."))
                    .SetCode(EngineErrorCodes.LimitExceeded)
                    .SetExtension("argument", "first")
                    .SetExtension("limit", MaxFirst)
                    .Build());

    /// <summary>Returns the time if it is in the past.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="time">The time from the client.</param>
    /// <param name="field">The name of the field.</param>
    /// <param name="argument">The name of the argument.</param>
    /// <exception cref="GraphQLException">TIME_INVALID: the time is in the future, before the oldest chain, or later than the data source accepts.</exception>
    public static DateTimeOffset RequirePast(this TimeProvider clock, DateTimeOffset time, string field, string argument) =>
        time >= PastHoldings.Earliest && time <= clock.GetUtcNow() && time <= PastHoldings.Latest
            ? time
            : throw new GraphQLException(
                ErrorBuilder.New()
                    .SetMessage(string.Create(CultureInfo.InvariantCulture, $"The argument `{argument}` of `{field}` must be between {PastHoldings.Earliest:yyyy-MM-dd}, the first day of the oldest chain, and now."))
                    .SetCode(GraphErrorCodes.TimeInvalid)
                    .SetExtension("argument", argument)
                    .Build());

    private static GraphQLException ChainUnsupported(ICatalog catalog, int chainId) => new(
        ErrorBuilder.New()
            .SetMessage(string.Create(CultureInfo.InvariantCulture, $"Chain {chainId} is not supported. Supported chains: {string.Join(", ", catalog.SupportedChainIds)}."))
            .SetCode(GraphErrorCodes.ChainUnsupported)
            .SetExtension("supported", catalog.SupportedChainIds.ToArray())
            .Build());
}
