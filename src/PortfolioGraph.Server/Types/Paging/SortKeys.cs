using System.Globalization;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>One key of <c>order</c>: how a cursor contains its value, and how the values are compared. Equal to the sort input types, which a test compares.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Read">Returns an item's value.</param>
/// <param name="Parse">Returns the value of a text; null if the text has none.</param>
internal sealed record SortKey<T>(Func<T, IComparable?> Read, Func<string, IComparable?> Parse)
{
    // Third parties choose names of any length. Items that differ only after this length are found by their keys; if such an item is gone, its point is among its equals by value.
    private const int MaxTextLength = SortPosition.MaxKeyLength;

    /// <summary>Returns the value of an item as text; null if the item has none.</summary>
    public string? Format(T item) => Read(item) switch
    {
        string text => Truncate(text),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var value => value?.ToString(),
    };

    /// <summary>Compares an item with a value of <see cref="Parse"/>. Null is last in both directions.</summary>
    public int Compare(T item, IComparable? other, bool isDescending) => (Read(item), other) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (string text, string otherText) => Directed(string.CompareOrdinal(Truncate(text), otherText), isDescending),
        (var value, _) => Directed(value.CompareTo(other), isDescending),
    };

    private static int Directed(int order, bool isDescending) => isDescending ? -Math.Sign(order) : order;

    // A pair of surrogates stays together, because half of it cannot be encoded.
    private static string Truncate(string text) =>
        text.Length <= MaxTextLength ? text : text[..(char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)];
}

/// <summary>The keys of <c>order</c> by their paths in the input types.</summary>
internal static class SortKeys
{
    private static readonly Dictionary<Type, object> All = new()
    {
        [typeof(TokenHolding)] = new Dictionary<string, SortKey<TokenHolding>>
        {
            ["token.chainId"] = Number<TokenHolding>(static t => t.Token.ChainId),
            ["token.symbol"] = Text<TokenHolding>(static t => t.Token.Symbol),
            ["token.name"] = Text<TokenHolding>(static t => t.Token.Name),
            ["amount"] = Amount<TokenHolding>(static t => t.Amount),
            ["priceUsd"] = Money<TokenHolding>(static t => t.PriceUsd),
            ["valueUsd"] = Money<TokenHolding>(static t => t.ValueUsd),
            ["share"] = Money<TokenHolding>(static t => t.QueriedShare),
            ["profitAndLoss.absoluteUsd"] = Money<TokenHolding>(static t => t.ProfitAndLoss.Value?.AbsoluteUsd),
            ["profitAndLoss.roi"] = Money<TokenHolding>(static t => t.ProfitAndLoss.Value?.Roi),
        },
        [typeof(Position)] = new Dictionary<string, SortKey<Position>>
        {
            ["chain.chainId"] = Number<Position>(static p => p.Chain.ChainId),
            ["chain.name"] = Text<Position>(static p => p.Chain.Name),
            ["protocol.protocolId"] = Text<Position>(static p => p.Protocol.ProtocolId),
            ["protocol.name"] = Text<Position>(static p => p.Protocol.Name),
            ["kind"] = Number<Position>(static p => (int)p.Kind),
            ["name"] = Text<Position>(static p => p.Name),
            ["valueUsd"] = Money<Position>(static p => p.ValueUsd),
            ["share"] = Money<Position>(static p => p.QueriedShare),
            ["profitAndLoss.absoluteUsd"] = Money<Position>(static p => p.ProfitAndLoss.Value?.AbsoluteUsd),
            ["profitAndLoss.roi"] = Money<Position>(static p => p.ProfitAndLoss.Value?.Roi),
        },
        [typeof(ProtocolHoldings)] = new Dictionary<string, SortKey<ProtocolHoldings>>
        {
            ["protocol.protocolId"] = Text<ProtocolHoldings>(static p => p.Protocol.ProtocolId),
            ["protocol.name"] = Text<ProtocolHoldings>(static p => p.Protocol.Name),
            ["valueUsd"] = Money<ProtocolHoldings>(static p => p.ValueUsd),
            ["share"] = Money<ProtocolHoldings>(static p => p.QueriedShare),
            ["profitAndLoss.absoluteUsd"] = Money<ProtocolHoldings>(static p => p.ProfitAndLoss.Value?.AbsoluteUsd),
            ["profitAndLoss.roi"] = Money<ProtocolHoldings>(static p => p.ProfitAndLoss.Value?.Roi),
        },
    };

    /// <summary>Returns the keys of items of a type.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    public static IReadOnlyDictionary<string, SortKey<T>> Of<T>() => (IReadOnlyDictionary<string, SortKey<T>>)All[typeof(T)];

    private static SortKey<T> Text<T>(Func<T, string?> read) => new(read, static text => text);

    private static SortKey<T> Number<T>(Func<T, int> read) =>
        new(item => read(item), static text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null);

    private static SortKey<T> Money<T>(Func<T, decimal?> read) =>
        new(item => read(item), static text => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null);

    private static SortKey<T> Amount<T>(Func<T, BigDecimal?> read) => new(item => read(item), static text => BigDecimal.TryParse(text, out var value) ? value : null);
}
