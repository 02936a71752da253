using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Mcp;

/// <summary>Faults of the library of the protocol, whose exceptions repeat what the client sent.</summary>
public sealed class McpRequestMiddlewareTests
{
    private const string Address = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";

    [Fact]
    public async Task Fault_Should_BeAnErrorWithoutTheMessageOfItsException_When_TheLibraryThrows()
    {
        using var log = new LogRecorder();
        var context = CreateContext();

        await CreateMiddleware(log, static _ => throw new InvalidOperationException(Address)).InvokeAsync(context);

        context.Response.StatusCode.ShouldBe(500);
        var error = JsonElement.Parse(((MemoryStream)context.Response.Body).ToArray()).GetProperty("error");
        error.GetProperty("code").GetInt32().ShouldBe(-32603);
        error.GetProperty("data").GetProperty("code").GetString().ShouldBe("INTERNAL_ERROR");
        error.ToString().ShouldNotContain(Address);
        log.Lines.ShouldHaveSingleItem().ShouldContain(nameof(InvalidOperationException));
        log.Lines.ShouldNotContain(static line => line.Contains(Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancellation_Should_ReachTheServer_When_TheClientHasDisconnected()
    {
        using var log = new LogRecorder();

        await Should.ThrowAsync<OperationCanceledException>(() => CreateMiddleware(log, static _ => throw new OperationCanceledException()).InvokeAsync(CreateContext()));

        log.Lines.ShouldBeEmpty();
    }

    private static McpRequestMiddleware CreateMiddleware(LogRecorder log, RequestDelegate next)
    {
        var factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        return new McpRequestMiddleware(next, new ServerOptions(), TimeProvider.System, factory.CreateLogger<McpRequestMiddleware>());
    }

    private static DefaultHttpContext CreateContext()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"ping"}"""));
        context.Response.Body = new MemoryStream();
        return context;
    }
}
