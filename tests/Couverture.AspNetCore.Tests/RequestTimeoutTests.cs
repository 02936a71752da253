using System.Net.Sockets;

namespace Couverture.AspNetCore.Tests;

/// <summary>The timeout of a request body.</summary>
public sealed class RequestTimeoutTests
{
    [Fact]
    public async Task Post_Should_BeRejected_When_ItsBodyTimesOut()
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { RequestBodyTimeout = TimeSpan.FromMilliseconds(50) });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port);
        await using var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n{\"query\":"));
        // Completes only because the server closes the connection.
        var response = await new StreamReader(stream).ReadToEndAsync();

        response.ShouldStartWith("HTTP/1.1 408 ");
        response.ShouldContain("REQUEST_INVALID");
        response.ShouldContain("Connection: close");
        (await host.Client.GetResponseAsync(Requests.Post("""{"query":"{ hello }"}"""))).Status.ShouldBe(HttpStatusCode.OK);
    }
}
