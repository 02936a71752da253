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
    public async Task Post_Should_HoldTheLimitToTheByte_When_TheBodyIsCountedOrChunked(int length, bool chunked, HttpStatusCode status)
    {
        await using var host = await StartAsync();
        var request = Post("""{"query":"{ hello }"}""".PadRight(length));
        request.Headers.TransferEncodingChunked = chunked;

        var answer = await host.Client.AskAsync(request);

        answer.Status.ShouldBe(status);
        if (status is HttpStatusCode.RequestEntityTooLarge)
        {
            answer.Error.Code.ShouldBe("REQUEST_TOO_LARGE");
            answer.Error.Message.ShouldContain("4096");
            answer.Headers.ConnectionClose.ShouldBe(true);
        }
    }

    [Theory]
    [InlineData("Content-Length: 104857600\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1001\r\n")]
    public async Task Post_Should_BeRefusedWithoutTheBody_When_ItsAnnouncedSizeIsOverTheLimit(string rest)
    {
        await using var host = await StartAsync();
        var sent = rest.EndsWith("1001\r\n", StringComparison.Ordinal) ? rest + new string(' ', 0x1001) : rest;

        var answer = await SendRawAsync(host, $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{sent}");

        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("Connection: close");
        answer.ShouldContain("REQUEST_TOO_LARGE");
        host.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("zz", "")]
    [InlineData("80000000", "")]
    [InlineData("100000000", "")]
    [InlineData("100000000", "Accept: text/event-stream\r\n")]
    [InlineData("100000000", "Accept: multipart/mixed\r\n")]
    public async Task Post_Should_AnswerBadRequest_When_TheSizeOfAChunkIsNone(string size, string headers)
    {
        await using var host = await StartAsync();

        var answer = await SendRawAsync(host, Chunked(size, headers));

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("Connection: close");
        answer.ShouldContain("REQUEST_INVALID");
        host.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("100000000")]
    public async Task Post_Should_AnswerBadRequest_When_TheSizeOfAChunkOfAnOperationForAReservedStreamIsNone(string size)
    {
        await using var host = await StartAsync();
        var token = (await host.Client.AskAsync(new HttpRequestMessage(HttpMethod.Put, "/graphql"))).Body;

        var answer = await SendRawAsync(host, Chunked(size, $"X-GraphQL-Event-Stream-Token: {token}\r\n"));

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("REQUEST_INVALID");
        host.Errors.ShouldBeEmpty();
    }

    private static Task<GraphQLHost> StartAsync() => GraphQLHost.StartAsync(new GraphQLServerOptions { MaxRequestBodySize = Limit });

    private static string Chunked(string size, string headers) =>
        $"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n{headers}\r\n{size}\r\n{{\"query\":\"{{ hello }}\"}}\r\n";

    // Reads the answer up to the end of its JSON: the server itself keeps the connection a while for the client to read it.
    private static async Task<string> SendRawAsync(GraphQLHost host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && !answer.ToString().Contains("]}", StringComparison.Ordinal))
            answer.AppendLine(line);
        return answer.ToString();
    }
}
