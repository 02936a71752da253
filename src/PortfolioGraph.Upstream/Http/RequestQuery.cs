using System.Globalization;
using System.Runtime.CompilerServices;

namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// The query string of one request. Lists repeat their name, booleans are lower case, and no value is empty (CONTRACT, "Common parameters", "Address encoding and limits").
/// </summary>
internal readonly record struct RequestQuery
{
    public static RequestQuery None => default;

    /// <summary>The number of addresses.</summary>
    public int Addresses => Query?.Addresses.Count ?? 0;

    // The text is built once, when all parameters are known.

    private AddressQuery? Query { get; init; }

    private bool? UseCache { get; init; }

    private string? Range { get; init; }

    private long? Timestamp { get; init; }

    private bool? Closed { get; init; }

    public static RequestQuery Of(AddressQuery query, bool bypassCache) => OfAddresses(query) with { UseCache = !bypassCache };

    /// <summary>Returns a query without <c>use_cache</c>, for the report, the only endpoint with addresses that lacks it.</summary>
    public static RequestQuery OfAddresses(AddressQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Addresses.Count == 0)
            throw new ArgumentException("The query must have at least one address.", nameof(query));

        return new RequestQuery { Query = query };
    }

    public RequestQuery With(WireTimeRange range) => this with
    {
        Range = range switch
        {
            WireTimeRange.OneDay => "1day",
            WireTimeRange.OneWeek => "1week",
            WireTimeRange.OneMonth => "1month",
            WireTimeRange.OneYear => "1year",
            WireTimeRange.ThreeYears => "3years",
            _ => throw new ArgumentOutOfRangeException(nameof(range)),
        },
    };

    /// <summary>Adds the time of the requested state; null for now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The Unix seconds do not fit into 32 bits.</exception>
    public RequestQuery At(DateTimeOffset? moment) => moment?.ToUnixTimeSeconds() switch
    {
        null => this,
        >= 0 and <= uint.MaxValue and var seconds => this with { Timestamp = seconds },
        _ => throw new ArgumentOutOfRangeException(nameof(moment)),
    };

    /// <summary>Requests rows of every size: open and closed ones, or open ones only.</summary>
    public RequestQuery WithClosed(bool closed) => this with { Closed = closed };

    /// <summary>Returns a URL with this query.</summary>
    /// <param name="baseUrl">The URL up to and including the slash before the path.</param>
    /// <param name="path">The path.</param>
    public string ToUrl(string baseUrl, string path)
    {
        // Enough for ten addresses. A longer text is built in a rented buffer.
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[1024]);
        text.AppendLiteral(baseUrl);
        text.AppendLiteral(path);
        if (Query is null)
            return text.ToStringAndClear();

        var addresses = Query.Addresses;
        for (var i = 0; i < addresses.Count; i++)
        {
            text.AppendLiteral(i == 0 ? "?addresses=" : "&addresses=");
            text.AppendLiteral(Uri.EscapeDataString(addresses[i]));
        }

        if (Query.ChainId is { } chain)
            Append(ref text, "&chain_id=", chain);
        if (UseCache is { } useCache)
            text.AppendLiteral(useCache ? "&use_cache=true" : "&use_cache=false");
        if (Range is not null)
        {
            text.AppendLiteral("&timerange=");
            text.AppendLiteral(Range);
        }

        if (Timestamp is { } timestamp)
            Append(ref text, "&timestamp=", timestamp);
        if (Closed is { } closed)
            text.AppendLiteral(closed ? "&closed=true&closed_threshold=0" : "&closed=false&closed_threshold=0");
        return text.ToStringAndClear();
    }

    private static void Append(ref DefaultInterpolatedStringHandler text, string name, long value)
    {
        text.AppendLiteral(name);
        text.AppendFormatted(value);
    }
}
