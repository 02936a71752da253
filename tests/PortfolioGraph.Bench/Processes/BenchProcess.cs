using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PortfolioGraph.Bench.Processes;

/// <summary>A process that this program starts and ends. Its output goes to a file.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    // The unit of the times in /proc (USER_HZ), which is 100 on every Linux that .NET supports.
    private const double TicksPerMillisecond = 0.1;
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private BenchProcess(Process process, string logPath)
    {
        _process = process;
        LogPath = logPath;
    }

    /// <summary>The file with the output of the process.</summary>
    public string LogPath { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The time in which the process has used a core, in user and system mode.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            // The second field is the name in parentheses, which may contain spaces.
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromMilliseconds((ParseLong(fields[11]) + ParseLong(fields[12])) / TicksPerMillisecond);
        }
    }

    /// <summary>The resident memory in MiB.</summary>
    public double ResidentMiB
    {
        get
        {
            const string name = "VmRSS:";
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
            return ParseLong(line[name.Length..].Replace("kB", "", StringComparison.Ordinal)) / 1024d;
        }
    }

    /// <summary>Starts a process.</summary>
    /// <param name="name">The name of its log file.</param>
    /// <param name="launch">What to start.</param>
    /// <param name="cores">The cores on which it may run.</param>
    public static BenchProcess Start(string name, Launch launch, string cores)
    {
        var logPath = Path.Combine(Repository.Artifacts, "logs", name + ".log");
        Directory.CreateDirectory(Path.GetDirectoryName(logPath)!);
        // The shell and taskset replace themselves by the program, so that the process id is the program's.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", logPath, "taskset", "-c", cores, launch.Program, .. launch.Arguments])
        {
            WorkingDirectory = launch.Directory ?? "",
        };
        foreach (var (variable, value) in launch.Environment)
            start.Environment[variable] = value;
        return new BenchProcess(Process.Start(start)!, logPath);
    }

    /// <summary>Returns a free port on loopback.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        using var timeout = new CancellationTokenSource(ExitTimeout);
        await _process.WaitForExitAsync(timeout.Token);
        _process.Dispose();
    }

    private static long ParseLong(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
