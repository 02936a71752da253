using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace PortfolioGraph.Bench.GraphQLDotNet;

/// <summary>The client of the REST API.</summary>
internal sealed class PeerUpstream : IDisposable
{
    private readonly HttpClient _client;

    public PeerUpstream(Uri upstream)
    {
        _client = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null }) { BaseAddress = upstream };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "key-of-the-bench");
    }

    public async Task<Values> GetValuesAsync(IEnumerable<string> addresses, CancellationToken ct)
    {
        var query = string.Join('&', addresses.Select(static address => "addresses=" + address));
        return (await _client.GetFromJsonAsync("v5.0/general/current_value?" + query, PeerJson.Default.EnvelopeValues, ct))!.Result;
    }

    public async Task<List<TokenRow>> GetTokensAsync(string address, CancellationToken ct)
    {
        var url = "v4/overview/erc20/details?closed=false&timerange=1year&addresses=" + address;
        var rows = (await _client.GetFromJsonAsync(url, PeerJson.Default.EnvelopeListTokenRow, ct))!.Result;
        rows.Sort(static (a, b) => b.ValueUsd.CompareTo(a.ValueUsd));
        return rows;
    }

    public void Dispose() => _client.Dispose();
}

internal sealed record Envelope<T>(T Result);

internal sealed record Values(List<AddressValue> ByAddress, List<ChainValue> ByChain);

internal sealed record AddressValue(decimal ValueUsd, string Address);

internal sealed record ChainValue(decimal ValueUsd, int ChainId, string ChainName);

internal sealed record TokenRow(int ChainId, string Name, string Symbol, decimal Amount, decimal PriceToUsd, decimal ValueUsd, decimal? AbsProfitUsd, decimal? Roi);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Envelope<Values>))]
[JsonSerializable(typeof(Envelope<List<TokenRow>>))]
internal sealed partial class PeerJson : JsonSerializerContext;
