using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The server in its own process over a sandbox in this process, whose faults a test switches and whose calls it reads.</summary>
internal sealed class SandboxedServer : IAsyncDisposable
{
    private readonly WebApplication _upstream;
    private readonly HttpClient _client;
    private readonly Dictionary<string, string> _settings;
    private ServerProcess _server;

    private SandboxedServer(SandboxServer sandbox, WebApplication upstream, HttpClient client, Dictionary<string, string> settings, ServerProcess server)
    {
        Sandbox = sandbox;
        _upstream = upstream;
        _client = client;
        _settings = settings;
        _server = server;
    }

    /// <summary>The sandbox; changes to its options take effect on the next call.</summary>
    public SandboxServer Sandbox { get; }

    /// <summary>The server's address, without a trailing slash.</summary>
    public string Address => _server.Address;

    /// <summary>Changes the text of each response of the sandbox; null leaves it as it is.</summary>
    public Func<string, string>? Rewrite { get; set; }

    /// <summary>The routes that the sandbox was called on, sorted.</summary>
    public IReadOnlyList<string> Routes => [.. Sandbox.Calls.Select(call => call.Path).Order(StringComparer.Ordinal)];

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Settings that override those of the tests.</param>
    public static async Task<SandboxedServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions());
        var client = new HttpClient { BaseAddress = sandbox.BaseAddress };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var upstream = builder.Build();
        SandboxedServer? started = null;
        upstream.Run(context => ForwardAsync(context, client, () => started?.Rewrite));
        await upstream.StartAsync();

        var all = new Dictionary<string, string>
        {
            ["Upstream:BaseUrl"] = upstream.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + sandbox.BaseAddress.AbsolutePath,
            ["Upstream:ApiKey"] = "any",
            ["Upstream:CallsPerSecond"] = "0",
            ["Upstream:RetryDelay"] = "00:00:00.001",
            ["Sandbox:IsServing"] = "true",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return started = new SandboxedServer(sandbox, upstream, client, all, await ServerProcess.StartAsync(all));
    }

    /// <summary>Applies a fault to all calls of these routes, until <see cref="ClearFaults"/>.</summary>
    public void Fail(SandboxFault fault, params string[] routes)
    {
        foreach (var route in routes)
            Sandbox.Options.Faults.Add(new SandboxFault { Route = route, Kind = fault.Kind, Status = fault.Status, RetryAfter = fault.RetryAfter, RetryAfterSeconds = fault.RetryAfterSeconds });
    }

    /// <summary>Ends all faults.</summary>
    public void ClearFaults() => Sandbox.Options.Faults.Clear();

    /// <summary>Ends the server's process.</summary>
    public void Stop() => _server.Dispose();

    /// <summary>Starts the server's process again, at the same address.</summary>
    public async Task RestartAsync() => _server = await ServerProcess.StartAsync(_settings, new Uri(_server.Address).Port);

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _upstream.DisposeAsync();
        _client.Dispose();
        await Sandbox.DisposeAsync();
    }

    private static async Task ForwardAsync(HttpContext context, HttpClient client, Func<Func<string, string>?> rewrite)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{context.Request.Path.ToUriComponent()}{context.Request.QueryString}");
        request.Headers.TryAddWithoutValidation("Authorization", [.. context.Request.Headers.Authorization]);
        try
        {
            using var response = await client.SendAsync(request, context.RequestAborted);
            var text = await response.Content.ReadAsStringAsync(context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            if (response.Headers.TryGetValues("Retry-After", out var retryAfter))
                context.Response.Headers.RetryAfter = retryAfter.ToArray();
            await context.Response.WriteAsync(rewrite()?.Invoke(text) ?? text, context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            // The sandbox closed the connection, so this end does too.
            context.Abort();
        }
    }
}
