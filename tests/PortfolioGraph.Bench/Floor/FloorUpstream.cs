using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace PortfolioGraph.Bench.Floor;

/// <summary>The upstream calls that the server makes too, without retries, limits and caches.</summary>
internal sealed class FloorUpstream(Uri upstream) : IDisposable
{
    private static readonly AuthenticationHeaderValue Authorization = new("Bearer", "key-of-the-bench");

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
    private readonly string _values = new Uri(upstream, "v5.0/general/current_value?").ToString();
    private readonly string _tokens = new Uri(upstream, "v4/overview/erc20/details?closed=false&timerange=1year&addresses=").ToString();

    public async Task<WalletValues> GetValuesAsync(IEnumerable<string> addresses) =>
        WalletValues.Read(await GetAsync(_values + string.Join('&', addresses.Select(static address => "addresses=" + address))));

    public async Task<WalletTokens> GetTokensAsync(string address) => WalletTokens.Read(await GetAsync(_tokens + address));

    public void Dispose() => _client.Dispose();

    private async Task<FloorBody> GetAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = Authorization;
        using var response = await _client.SendAsync(request, CancellationToken.None);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"The upstream returned {(int)response.StatusCode}.");

        var length = (int)response.Content.Headers.ContentLength!.Value;
        var body = new FloorBody(ArrayPool<byte>.Shared.Rent(length), length);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(body.Bytes.AsMemory(0, length));
        return body;
    }
}

/// <summary>The body of an upstream response, in a rented buffer.</summary>
internal sealed record FloorBody(byte[] Bytes, int Length) : IDisposable
{
    public ReadOnlySpan<byte> Span => Bytes.AsSpan(0, Length);

    /// <summary>Returns a JSON value as it stands in the body.</summary>
    public ReadOnlySpan<byte> Get(Slice slice) => Bytes.AsSpan(slice.Start, slice.Length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(Bytes);
}

/// <summary>The place of a JSON value in a body, with its quotation marks.</summary>
internal readonly record struct Slice(int Start, int Length);
