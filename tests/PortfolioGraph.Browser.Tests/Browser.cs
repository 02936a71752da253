using Microsoft.Playwright;

namespace PortfolioGraph.Browser.Tests;

/// <summary>A running server and a browser, shared by the tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    // Uses the browser installed on the system instead of a download. The variable CHROMIUM overrides the path.
    private static readonly string Executable = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    private ServerProcess? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The server's address, without a trailing slash.</summary>
    internal string Address => _server!.Address;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Executable))
            throw new FileNotFoundException($"No browser was found at {Executable}. Install Debian's package chromium, or set the variable CHROMIUM to the path of a browser.");
        // Ends a test that waits for nothing. It is not a goal, because the machine may be busy.
        Assertions.SetDefaultExpectTimeout(30_000);
        _server = await ServerProcess.StartAsync();
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

    /// <summary>Opens a page of the server in a new, empty profile.</summary>
    /// <param name="path">The path from the root.</param>
    /// <param name="scheme">The color scheme.</param>
    /// <param name="origin">The origin of another server, or of a proxy in front of the server. Null to connect to the server directly.</param>
    /// <param name="width">The width of the window.</param>
    /// <param name="locale">The language of the browser.</param>
    /// <param name="configure">Changes further options of the profile.</param>
    internal async Task<MonitoredPage> OpenAsync(
        string path,
        ColorScheme scheme = ColorScheme.Light,
        string? origin = null,
        int width = 1400,
        string locale = "en-US",
        Action<BrowserNewContextOptions>? configure = null)
    {
        var options = new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            Locale = locale,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            Permissions = ["clipboard-read"],
        };
        configure?.Invoke(options);
        var context = await _browser!.NewContextAsync(options);
        return await MonitoredPage.OpenAsync(await context.NewPageAsync(), origin ?? Address, path);
    }
}
