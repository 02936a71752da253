using System.Net.Sockets;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class RequestSizeTests
{
    private const int Limit = 4096;

    [Theory]
    [InlineData(Limit, false, HttpStatusCode.OK)]
    [InlineData(Limit, true, HttpStatusCode.OK)]
    [InlineData(Limit + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(Limit + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(64 * Limit, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_Should_EnforceTheLimitToTheByte_When_TheBodyHasALengthOrIsChunked(int length, bool chunked, HttpStatusCode status)
    {
        await using var host = await StartAsync();
        var request = Post("""{"query":"{ hello }"}""".PadRight(length));
        request.Headers.TransferEncodingChunked = chunked;

        var response = await host.Client.GetResponseAsync(request);

        response.Status.ShouldBe(status);
        if (status is HttpStatusCode.RequestEntityTooLarge)
        {
            response.Error.Code.ShouldBe("REQUEST_TOO_LARGE");
            response.Error.Message.ShouldContain("4096");
            response.Headers.ConnectionClose.ShouldBe(true);
        }
    }

    [Theory]
    [InlineData("Content-Length: 104857600\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1001\r\n")]
    public async Task Post_Should_BeRejectedBeforeTheBody_When_TheDeclaredSizeExceedsTheLimit(string rest)
    {
        await using var host = await StartAsync();
        var sent = rest.EndsWith("1001\r\n", StringComparison.Ordinal) ? rest + new string(' ', 0x1001) : rest;

        var response = await SendRawAsync(host, $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{sent}");

        response.ShouldStartWith("HTTP/1.1 413 ");
        response.ShouldContain("Connection: close");
        response.ShouldContain("REQUEST_TOO_LARGE");
        host.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("zz", "")]
    [InlineData("80000000", "")]
    [InlineData("100000000", "")]
    [InlineData("100000000", "Accept: text/event-stream\r\n")]
    [InlineData("100000000", "Accept: multipart/mixed\r\n")]
    public async Task Post_Should_ReturnBadRequest_When_AChunkSizeIsInvalid(string size, string headers)
    {
        await using var host = await StartAsync();

        var response = await SendRawAsync(host, Chunked(size, headers));

        response.ShouldStartWith("HTTP/1.1 400 ");
        response.ShouldContain("Connection: close");
        response.ShouldContain("REQUEST_INVALID");
        host.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("100000000")]
    public async Task Post_Should_ReturnBadRequest_When_AChunkSizeOfAReservedStreamOperationIsInvalid(string size)
    {
        await using var host = await StartAsync();
        var token = (await host.Client.GetResponseAsync(new HttpRequestMessage(HttpMethod.Put, "/graphql"))).Body;

        var response = await SendRawAsync(host, Chunked(size, $"X-GraphQL-Event-Stream-Token: {token}\r\n"));

        response.ShouldStartWith("HTTP/1.1 400 ");
        response.ShouldContain("REQUEST_INVALID");
        host.Errors.ShouldBeEmpty();
    }

    private static Task<GraphQLHost> StartAsync() => GraphQLHost.StartAsync(new GraphQLServerOptions { MaxRequestBodySize = Limit });

    private static string Chunked(string size, string headers) =>
        $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n{headers}\r\n{size}\r\n{{\"query\":\"{{ hello }}\"}}\r\n";

    // Reads the response up to the end of its JSON, because the server keeps the connection open for a while afterwards.
    private static async Task<string> SendRawAsync(GraphQLHost host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var response = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && !response.ToString().Contains("]}", StringComparison.Ordinal))
            response.AppendLine(line);
        return response.ToString();
    }
}
