using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Transports;

/// <summary>The compression of responses.</summary>
public sealed class CompressionTests
{
    [Theory]
    [InlineData("gzip", "application/json")]
    [InlineData("gzip", "application/graphql-response+json")]
    [InlineData("br", "application/graphql-response+json")]
    public async Task Response_Should_BeCompressed_When_TheClientAcceptsTheEncoding(string encoding, string accept)
    {
        await using var graph = await GraphServer.StartAsync();
        using var plain = await SendAsync(graph, null, accept);

        using var response = await SendAsync(graph, encoding, accept);

        response.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(accept);
        response.Headers.Vary.ShouldContain("Accept-Encoding");
        plain.Content.Headers.ContentEncoding.ShouldBeEmpty();
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream decompressed = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var text = new StreamReader(decompressed, Encoding.UTF8);
        (await text.ReadToEndAsync()).ShouldBe(await plain.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> SendAsync(GraphServer graph, string? encoding, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ __type(name: \"Wallet\") { fields { name description } } }" }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        if (encoding is not null)
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        return await graph.Client.SendAsync(request);
    }
}
