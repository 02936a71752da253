using System.Collections.Concurrent;
using Microsoft.Playwright;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Browser.Tests;

/// <summary>A page of which everything is noted that it complains of or asks for.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<Uri> _requests = new();
    private readonly Uri _origin;

    private WatchedPage(IPage page, string origin) => (Page, _origin) = (page, new Uri(origin));

    public IPage Page { get; }

    /// <summary>The sockets that the page opened.</summary>
    public ConcurrentQueue<IWebSocket> Sockets { get; } = new();

    /// <summary>What was asked of the server so far, each as path and query.</summary>
    public IReadOnlyList<string> Asked => [.. _requests.Where(address => address.Authority == _origin.Authority).Select(address => address.PathAndQuery)];

    public static async Task<WatchedPage> OpenAsync(IPage page, string origin, string path)
    {
        var watched = new WatchedPage(page, origin);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                watched._complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => watched._complaints.Enqueue(error);
        page.WebSocket += (_, socket) =>
        {
            watched.Sockets.Enqueue(socket);
            watched._requests.Enqueue(new Uri(socket.Url));
        };
        // Of the whole profile: workers ask too.
        page.Context.Request += (_, request) => watched._requests.Enqueue(new Uri(request.Url));
        await page.GotoAsync(origin + path);
        return watched;
    }

    /// <summary>Fails where the page complained, or asked anyone but its server.</summary>
    public void ShouldBeClean()
    {
        _complaints.ShouldBeEmpty();
        _requests.ShouldNotBeEmpty();
        _requests.Where(address => address.Scheme is not ("data" or "blob") && address.Authority != _origin.Authority).ShouldBeEmpty();
    }

    /// <summary>Keeps what the page looks like, as artifacts/browser/NAME.png.</summary>
    public Task KeepAsync(string name, bool fullPage = false) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = RepositoryRoot.Combine("artifacts", "browser", $"{name}.png"), FullPage = fullPage });

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
