using System.Net.Sockets;

namespace Couverture.AspNetCore.Tests;

/// <summary>A body that does not come in its time is not waited for.</summary>
public sealed class RequestTimeTests
{
    [Fact]
    public async Task Post_Should_BeRefused_When_ItsBodyDoesNotComeInTime()
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { RequestBodyTimeout = TimeSpan.FromMilliseconds(50) });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port);
        await using var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n{\"query\":"));
        // The server ends the connection, else this would wait for ever.
        var answer = await new StreamReader(stream).ReadToEndAsync();

        answer.ShouldStartWith("HTTP/1.1 408 ");
        answer.ShouldContain("REQUEST_INVALID");
        answer.ShouldContain("Connection: close");
        (await host.Client.AskAsync(Requests.Post("""{"query":"{ hello }"}"""))).Status.ShouldBe(HttpStatusCode.OK);
    }
}
