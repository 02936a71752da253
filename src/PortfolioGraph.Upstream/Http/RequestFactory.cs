using System.Net.Http.Headers;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream.Http;

/// <summary>Creates the requests of both API versions.</summary>
internal sealed class RequestFactory(UpstreamOptions options)
{
    private const string UserAgent = "PortfolioGraph";

    // The base is canonical, and so are paths, which are constants, and queries, which are escaped. The library need not examine the URL of each request again.
    private static readonly UriCreationOptions CanonicalUrl = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string _baseUrl = new Uri(options.BaseUrl.TrimEnd('/') + "/").GetLeftPart(UriPartial.Path);

    // The text of the header, because the header's object would be formatted for each request.
    private readonly string? _authorization = string.IsNullOrEmpty(options.ApiKey) ? null : new AuthenticationHeaderValue("Bearer", options.ApiKey).ToString();

    /// <summary>Creates the request of a call.</summary>
    /// <param name="path">The version and endpoint.</param>
    /// <param name="query">The query string.</param>
    public HttpRequestMessage Create(string path, RequestQuery query)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(query.ToUrl(_baseUrl, path), CanonicalUrl));
        if (_authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", ResponseBody.AcceptedEncodings);
        return request;
    }
}
