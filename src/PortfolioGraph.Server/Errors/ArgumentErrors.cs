using System.Globalization;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Errors;

/// <summary>Refuses arguments that are well formed but mean nothing here.</summary>
internal static class ArgumentErrors
{
    /// <summary>The chain of an id. One that is not known yet is looked up once.</summary>
    /// <param name="catalog">Knows the supported chains.</param>
    /// <param name="chainId">The id a client gave.</param>
    /// <param name="cancellationToken">Ends the wait for the look-up.</param>
    /// <exception cref="GraphQLException">CHAIN_UNSUPPORTED, with the ids that are supported; or the failure of the look-up, which says nothing of the id.</exception>
    public static async Task<Chain> SupportedAsync(this ICatalog catalog, int chainId, CancellationToken cancellationToken) =>
        (await catalog.FindChainAsync(chainId, cancellationToken)).ValueOrThrow() ?? throw Unsupported(catalog, chainId);

    /// <summary>The chains of ids, each once, in their order. The ids that are not known yet are looked up together.</summary>
    /// <param name="catalog">Knows the supported chains.</param>
    /// <param name="chainIds">The ids a client gave.</param>
    /// <param name="cancellationToken">Ends the wait for the look-up.</param>
    /// <exception cref="GraphQLException">As for one id, for the first that is not supported.</exception>
    public static async Task<IReadOnlyList<Chain>> SupportedAsync(this ICatalog catalog, IReadOnlyList<int> chainIds, CancellationToken cancellationToken)
    {
        // The list is refused, whatever a look-up of the other ids would say.
        if (chainIds.Any(static id => id <= 0))
            throw Unsupported(catalog, chainIds.First(static id => id <= 0));

        List<int> different = [.. chainIds.Distinct()];
        var found = (await catalog.FindChainsAsync(different, cancellationToken)).ValueOrThrow()!;
        return [.. found.Select((chain, place) => chain ?? throw Unsupported(catalog, different[place]))];
    }

    /// <summary>The refusal of more addresses than a field takes.</summary>
    /// <param name="field">The field, as the client wrote it.</param>
    /// <param name="given">How many addresses were given.</param>
    /// <param name="limit">How many are allowed.</param>
    public static GraphQLException TooManyAddresses(string field, int given, int limit) => new(
        ErrorBuilder.New()
            .SetMessage(string.Create(CultureInfo.InvariantCulture, $"The argument `addresses` of `{field}` takes at most {limit} addresses, but got {given}. Ask for them in parts."))
            .SetCode(GraphErrorCodes.TooManyAddresses)
            .SetExtension("argument", "addresses")
            .SetExtension("limit", limit)
            .Build());

    /// <summary>The refusal of an empty portfolio.</summary>
    /// <param name="field">The field, as the client wrote it.</param>
    public static GraphQLException NoAddresses(string field) => new(
        ErrorBuilder.New()
            .SetMessage($"The argument `addresses` of `{field}` needs at least one address.")
            .SetCode(GraphErrorCodes.NoAddresses)
            .SetExtension("argument", "addresses")
            .Build());

    /// <summary>The refusal to watch one portfolio more.</summary>
    /// <param name="limit">How many are watched at once.</param>
    public static GraphQLException TooManyWatched(int limit) => new(
        ErrorBuilder.New()
            .SetMessage(string.Create(CultureInfo.InvariantCulture, $"This server watches at most {limit} different portfolios at once, for all its clients together. Try again later."))
            .SetCode(GraphErrorCodes.LimitExceeded)
            .SetExtension("limit", limit)
            .Build());

    /// <summary>The refusal of a cursor that is damaged or of another list.</summary>
    /// <param name="argument">The argument it was given as.</param>
    public static GraphQLException NotACursor(string argument) => new(
        ErrorBuilder.New()
            .SetMessage($"The argument `{argument}` is not a cursor of this list. Use one that the same field gave for the same wallet, portfolio or chain, or leave the argument out.")
            .SetCode(GraphErrorCodes.CursorInvalid)
            .SetExtension("argument", argument)
            .Build());

    /// <summary>A moment of the past.</summary>
    /// <param name="clock">Knows what is past.</param>
    /// <param name="time">The moment a client gave.</param>
    /// <exception cref="GraphQLException">TIME_INVALID: the moment lies in the future, before there was anything to hold, or beyond what the data source has a word for.</exception>
    public static DateTimeOffset Past(this TimeProvider clock, DateTimeOffset time) =>
        time >= PastHoldings.Earliest && time <= clock.GetUtcNow() && time <= PastHoldings.Latest
            ? time
            : throw new GraphQLException(
                ErrorBuilder.New()
                    .SetMessage(string.Create(CultureInfo.InvariantCulture, $"The argument `time` of `at` must lie between {PastHoldings.Earliest:yyyy-MM-dd}, the first day of the oldest chain, and now."))
                    .SetCode(GraphErrorCodes.TimeInvalid)
                    .SetExtension("argument", "time")
                    .Build());

    private static GraphQLException Unsupported(ICatalog catalog, int chainId) => new(
        ErrorBuilder.New()
            .SetMessage(string.Create(CultureInfo.InvariantCulture, $"Chain {chainId} is not supported. Supported chains: {string.Join(", ", catalog.SupportedChainIds)}."))
            .SetCode(GraphErrorCodes.ChainUnsupported)
            .SetExtension("supported", catalog.SupportedChainIds.ToArray())
            .Build());
}
