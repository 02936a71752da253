using Microsoft.Playwright;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The server and a browser with an empty profile, for the tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    // Nothing is downloaded: the browser is the system's. CHROMIUM names another.
    private static readonly string Executable = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    private RunningServer? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the server listens, without a slash at the end.</summary>
    internal string Address => _server!.Address;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Executable))
            throw new FileNotFoundException($"There is no browser at {Executable}: install Debian's package chromium, or name another in CHROMIUM.");
        _server = await RunningServer.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Executable,
            Headless = true,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        _server?.Dispose();
    }

    /// <summary>Opens a page of the server in a profile of its own.</summary>
    /// <param name="path">From the root.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="origin">What stands in front of the server; null: nothing.</param>
    internal async Task<WatchedPage> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light, string? origin = null)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = 1400, Height = 900 },
            Permissions = ["clipboard-read"],
        });
        return await WatchedPage.OpenAsync(await context.NewPageAsync(), origin ?? Address, path);
    }
}
