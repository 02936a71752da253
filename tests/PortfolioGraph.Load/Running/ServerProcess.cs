using System.Diagnostics;

namespace PortfolioGraph.Load.Running;

/// <summary>The server in its own process.</summary>
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

    /// <summary>The current metrics of the process.</summary>
    public ProcessMetrics Metrics => ProcessMetrics.Read(_process.Id);

    /// <summary>Starts the server. The server may not be ready when the method returns.</summary>
    /// <param name="address">The address to listen on.</param>
    /// <param name="upstream">The address of the upstream.</param>
    /// <param name="settings">Additional settings.</param>
    /// <exception cref="InvalidOperationException">The process failed to start.</exception>
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
        return new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException("The server process failed to start."), address);
    }

    /// <summary>Waits until the server responds.</summary>
    /// <exception cref="InvalidOperationException">The server exited or did not respond within the timeout.</exception>
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

        throw new InvalidOperationException($"The server exited or did not respond within {StartTimeout.TotalSeconds:0} s.");
    }

    /// <summary>Sends a signal to the process.</summary>
    /// <param name="name">The name of the signal, such as <c>TERM</c>.</param>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the process to exit and returns its exit code. Null if it did not exit within the timeout.</summary>
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

    // Both projects build into bin/CONFIGURATION/FRAMEWORK.
    private static string GetAssemblyPath()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", "PortfolioGraph.Server", "bin", framework.Parent.Name, framework.Name, "PortfolioGraph.Server.dll");
    }
}
