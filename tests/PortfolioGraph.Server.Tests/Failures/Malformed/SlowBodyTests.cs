using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>Request bodies that do not end, with a fake clock. The response is 408 after the timeout of a body, and not before.</summary>
public sealed class SlowBodyTests
{
    [Theory]
    [InlineData("a length and nothing", "Content-Length: 26\r\n", "")]
    [InlineData("a length and half of it", "Content-Length: 26\r\n", "{\"query\":\"{ __")]
    [InlineData("all but the last byte", "Content-Length: 26\r\n", "{\"query\":\"{ __typename }\"")]
    [InlineData("chunks and nothing", "Transfer-Encoding: chunked\r\n", "")]
    [InlineData("half a chunk's size", "Transfer-Encoding: chunked\r\n", "1")]
    [InlineData("half a chunk", "Transfer-Encoding: chunked\r\n", "1a\r\n{\"query\":")]
    [InlineData("a chunk without its end of line", "Transfer-Encoding: chunked\r\n", "1a\r\n{\"query\":\"{ __typename }\"}")]
    [InlineData("chunks without the last", "Transfer-Encoding: chunked\r\n", "1a\r\n{\"query\":\"{ __typename }\"}\r\n")]
    [InlineData("the last chunk without its end", "Transfer-Encoding: chunked\r\n", "1a\r\n{\"query\":\"{ __typename }\"}\r\n0\r\n")]
    public async Task Request_Should_TimeOut_When_ItsBodyDoesNotEnd(string description, string headers, string body)
    {
        var time = new SteppedTimeProvider();
        await using var graph = await GraphServer.StartAsync(services: services => services.AddSingleton<TimeProvider>(time), listens: true);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, graph.Client.BaseAddress!.Port, timeout.Token);

        await socket.SendAsync(Encoding.ASCII.GetBytes(MalformedRequest.Head("POST /graphql HTTP/1.1", $"Content-Type: application/json\r\nExpect: 100-continue\r\n{headers}")), timeout.Token);
        // After the interim response the server reads the body, and its timeout is running.
        var interim = new byte[64];
        Encoding.ASCII.GetString(interim, 0, await socket.ReceiveAsync(interim, timeout.Token)).ShouldStartWith("HTTP/1.1 100 ");
        if (body.Length > 0)
            await socket.SendAsync(Encoding.ASCII.GetBytes(body), timeout.Token);
        time.Advance(TimeSpan.FromSeconds(20));
        var response = await RawResponse.ReadAsync(socket, timeout.Token);

        response.Status.ShouldBe(408, description);
        response.Codes.ShouldBe(["REQUEST_INVALID"]);
        graph.Calls.ShouldBeEmpty();
        (await graph.QueryAsync("{ chain(chainId: 1) { name } }")).ShouldHaveNoErrors();
    }
}
