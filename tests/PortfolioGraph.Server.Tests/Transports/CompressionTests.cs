using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Transports;

public sealed class CompressionTests
{
    [Theory]
    [InlineData("gzip", "application/json")]
    [InlineData("gzip", "application/graphql-response+json")]
    [InlineData("br", "application/graphql-response+json")]
    public async Task Answer_Should_BeCompressed_When_TheClientTakesIt(string encoding, string accept)
    {
        await using var graph = await GraphServer.StartAsync();
        using var plain = await AskAsync(graph, null, accept);

        using var answer = await AskAsync(graph, encoding, accept);

        answer.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(accept);
        answer.Headers.Vary.ShouldContain("Accept-Encoding");
        plain.Content.Headers.ContentEncoding.ShouldBeEmpty();
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using Stream inflated = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var text = new StreamReader(inflated, Encoding.UTF8);
        (await text.ReadToEndAsync()).ShouldBe(await plain.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> AskAsync(GraphServer graph, string? encoding, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ __type(name: \"Wallet\") { fields { name description } } }" }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        if (encoding is not null)
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        return await graph.Client.SendAsync(request);
    }
}
