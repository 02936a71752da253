using System.Globalization;
using System.Text;

namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// The query string of one request. Lists repeat their name, booleans are lower case, and no value is empty (CONTRACT, "Common parameters", "Address encoding and limits").
/// </summary>
internal readonly record struct RequestQuery(string Text, int Addresses)
{
    public static readonly RequestQuery None = new("", 0);

    public static RequestQuery Of(AddressQuery query, bool bypassCache) => OfAddresses(query).With("use_cache", !bypassCache);

    /// <summary>Returns a query without <c>use_cache</c>, for the report, the only endpoint with addresses that lacks it.</summary>
    public static RequestQuery OfAddresses(AddressQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Addresses.Count == 0)
            throw new ArgumentException("The query must have at least one address.", nameof(query));

        var text = new StringBuilder();
        foreach (var address in query.Addresses)
            text.Append(text.Length == 0 ? '?' : '&').Append("addresses=").Append(Uri.EscapeDataString(address));
        if (query.ChainId is { } chain)
            text.Append(CultureInfo.InvariantCulture, $"&chain_id={chain}");

        return new RequestQuery(text.ToString(), query.Addresses.Count);
    }

    public RequestQuery With(WireTimeRange range) => With("timerange", range switch
    {
        WireTimeRange.OneDay => "1day",
        WireTimeRange.OneWeek => "1week",
        WireTimeRange.OneMonth => "1month",
        WireTimeRange.OneYear => "1year",
        WireTimeRange.ThreeYears => "3years",
        _ => throw new ArgumentOutOfRangeException(nameof(range)),
    });

    /// <summary>Adds the time of the requested state; null for now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The Unix seconds do not fit into 32 bits.</exception>
    public RequestQuery At(DateTimeOffset? moment) => moment?.ToUnixTimeSeconds() switch
    {
        null => this,
        >= 0 and <= uint.MaxValue and var seconds => With("timestamp", seconds.ToString(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentOutOfRangeException(nameof(moment)),
    };

    /// <summary>Requests rows of every size: open and closed ones, or open ones only.</summary>
    public RequestQuery WithClosed(bool closed) => With("closed", closed).With("closed_threshold", "0");

    private RequestQuery With(string name, bool value) => With(name, value ? "true" : "false");

    private RequestQuery With(string name, string value) => this with { Text = $"{Text}&{name}={value}" };
}
