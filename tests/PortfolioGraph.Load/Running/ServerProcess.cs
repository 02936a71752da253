using System.Diagnostics;

namespace PortfolioGraph.Load.Running;

/// <summary>The server, as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Uri _address;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        _address = address;
    }

    /// <summary>What it holds now.</summary>
    public ProcessMetrics Metrics => ProcessMetrics.Read(_process.Id);

    /// <summary>Starts it; it may not answer yet.</summary>
    /// <param name="address">Where it is to listen.</param>
    /// <param name="upstream">Where its upstream is.</param>
    /// <param name="settings">Its settings besides.</param>
    /// <exception cref="InvalidOperationException">There is no process.</exception>
    public static ServerProcess Start(Uri address, Uri upstream, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Path.GetDirectoryName(GetAssemblyPath())! };
        start.ArgumentList.Add(GetAssemblyPath());
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Upstream__BaseUrl"] = upstream.ToString();
        start.Environment["Upstream__ApiKey"] = "key-of-the-load-program";
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException("The server's process does not start."), address);
    }

    /// <summary>Ends when it answers.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = _address };
        var start = Stopwatch.StartNew();
        while (start.Elapsed < StartTimeout && !_process.HasExited)
        {
            try
            {
                using var response = await client.GetAsync(new Uri("graphql?query={__typename}", UriKind.Relative), ct);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), ct);
            }
        }

        throw new InvalidOperationException("The server does not answer.");
    }

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">Such as <c>TERM</c>.</param>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends when it has ended, with its exit code; null when it has not within the patience.</summary>
    public async Task<int?> WaitForExitAsync(TimeSpan timeout, CancellationToken ct)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(ct);
        cancellation.CancelAfter(timeout);
        try
        {
            await _process.WaitForExitAsync(cancellation.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // Both programs are built into bin/CONFIGURATION/FRAMEWORK of their projects.
    private static string GetAssemblyPath()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", "PortfolioGraph.Server", "bin", framework.Parent.Name, framework.Name, "PortfolioGraph.Server.dll");
    }
}
