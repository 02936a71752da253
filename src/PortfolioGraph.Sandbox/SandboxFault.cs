using System.Collections.ObjectModel;

namespace PortfolioGraph.Sandbox;

/// <summary>What goes wrong. All but the first leave the status at 200, as far as one is sent at all.</summary>
public enum FaultKind
{
    /// <summary>The gateway answers <see cref="SandboxFault.Status"/> with a small body (HTML for 502 and 504).</summary>
    Status,

    /// <summary>An HTML page with status 200.</summary>
    Html,

    /// <summary>Text that is not JSON.</summary>
    Malformed,

    /// <summary>A JSON string with a byte that is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>The true body, cut in the middle.</summary>
    Truncated,

    /// <summary>Nothing.</summary>
    EmptyBody,

    /// <summary>The word <c>null</c>.</summary>
    NullBody,

    /// <summary>JSON of another shape: <c>{"result": "unexpected"}</c>.</summary>
    WrongShape,

    /// <summary>The first USD value of the true body is a text.</summary>
    WrongType,

    /// <summary>The first USD value of the true body is <c>null</c>.</summary>
    NullNumber,

    /// <summary>The first USD value of the true body is <c>NaN</c>, which is not JSON.</summary>
    NaN,

    /// <summary>Arrays nested 100,000 deep.</summary>
    Nested,

    /// <summary>The true body after <see cref="SandboxFault.Bytes"/> spaces.</summary>
    Huge,

    /// <summary>The key of the request stands in the body of a 500.</summary>
    EchoKey,

    /// <summary>The true answer, after <see cref="SandboxFault.Delay"/>.</summary>
    Slow,

    /// <summary>The true body byte by byte, <see cref="SandboxFault.Delay"/> before each.</summary>
    Drip,

    /// <summary>No answer, until the client leaves.</summary>
    Hang,

    /// <summary>The connection is cut without an answer.</summary>
    Reset,
}

/// <summary>A fault to be played instead of, or upon, a true answer.</summary>
public sealed class SandboxFault
{
    /// <summary>Which route, as in <see cref="SandboxCall.Path"/>; a trailing <c>*</c> stands for any rest. Default: all.</summary>
    public string Route { get; init; } = "*";

    /// <summary>Only calls that name this address, whatever its case; null: all.</summary>
    public string? Address { get; init; }

    /// <summary>What goes wrong.</summary>
    public FaultKind Kind { get; init; } = FaultKind.Status;

    /// <summary>Of <see cref="FaultKind.Status"/>: 401, 403, 429, 500, 502, 503, 504 or another.</summary>
    public int Status { get; init; } = 500;

    /// <summary>How many calls it spoils; null: all, until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>The form of the Retry-After header of a <see cref="FaultKind.Status"/>; null: as <see cref="SandboxOptions.RetryAfter"/> says.</summary>
    public RetryAfterForm? RetryAfter { get; init; }

    /// <summary>What the Retry-After header says, in seconds from now.</summary>
    public int RetryAfterSeconds { get; init; } = 1;

    /// <summary>Of <see cref="FaultKind.Slow"/> and <see cref="FaultKind.Drip"/>.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Of <see cref="FaultKind.Huge"/>.</summary>
    public long Bytes { get; init; } = 512L * 1024 * 1024;

    internal int Played { get; set; }
}

/// <summary>The faults in force, the first that fits a call is played. May be changed while the sandbox serves.</summary>
public sealed class SandboxFaults : Collection<SandboxFault>
{
    private readonly Lock _lock = new();

    /// <summary>The fault for one call, counted as played; null when the call is to be answered truly.</summary>
    internal SandboxFault? Take(string path, IReadOnlyList<string> addresses)
    {
        lock (_lock)
        {
            foreach (var fault in this)
            {
                if (fault.Played >= fault.Times || !Fits(fault, path, addresses))
                    continue;
                fault.Played++;
                return fault;
            }

            return null;
        }
    }

    /// <inheritdoc/>
    protected override void InsertItem(int index, SandboxFault item)
    {
        lock (_lock)
            base.InsertItem(index, item);
    }

    /// <inheritdoc/>
    protected override void SetItem(int index, SandboxFault item)
    {
        lock (_lock)
            base.SetItem(index, item);
    }

    /// <inheritdoc/>
    protected override void RemoveItem(int index)
    {
        lock (_lock)
            base.RemoveItem(index);
    }

    /// <inheritdoc/>
    protected override void ClearItems()
    {
        lock (_lock)
            base.ClearItems();
    }

    private static bool Fits(SandboxFault fault, string path, IReadOnlyList<string> addresses)
    {
        var route = fault.Route.EndsWith('*')
            ? path.StartsWith(fault.Route[..^1], StringComparison.Ordinal)
            : path == fault.Route;
        return route && (fault.Address is null || addresses.Contains(fault.Address, StringComparer.OrdinalIgnoreCase));
    }
}
