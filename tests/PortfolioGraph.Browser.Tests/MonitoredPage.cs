using System.Collections.Concurrent;
using Microsoft.Playwright;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Browser.Tests;

/// <summary>A page whose errors and requests are recorded.</summary>
internal sealed class MonitoredPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<Uri> _requests = new();
    private readonly Uri _origin;

    private MonitoredPage(IPage page, string origin) => (Page, _origin) = (page, new Uri(origin));

    public IPage Page { get; }

    /// <summary>The WebSockets that the page opened.</summary>
    public ConcurrentQueue<IWebSocket> Sockets { get; } = new();

    /// <summary>The requests to the server so far, each as path and query.</summary>
    public IReadOnlyList<string> RequestPaths => [.. _requests.Where(address => address.Authority == _origin.Authority).Select(address => address.PathAndQuery)];

    public static async Task<MonitoredPage> OpenAsync(IPage page, string origin, string path)
    {
        var monitored = new MonitoredPage(page, origin);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                monitored._errors.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => monitored._errors.Enqueue(error);
        page.WebSocket += (_, socket) =>
        {
            monitored.Sockets.Enqueue(socket);
            monitored._requests.Enqueue(new Uri(socket.Url));
        };
        // Records the requests of the whole profile, because workers send requests too.
        page.Context.Request += (_, request) => monitored._requests.Enqueue(new Uri(request.Url));
        await page.GotoAsync(origin + path);
        return monitored;
    }

    /// <summary>Asserts that the page had no errors and sent requests only to its own origin.</summary>
    public void ShouldHaveNoErrors()
    {
        _errors.ShouldBeEmpty();
        _requests.ShouldNotBeEmpty();
        _requests.Where(address => address.Scheme is not ("data" or "blob") && address.Authority != _origin.Authority).ShouldBeEmpty();
    }

    /// <summary>Saves a screenshot as artifacts/browser/NAME.png.</summary>
    public Task SaveScreenshotAsync(string name, bool fullPage = false) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = RepositoryRoot.Combine("artifacts", "browser", $"{name}.png"), FullPage = fullPage });

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
