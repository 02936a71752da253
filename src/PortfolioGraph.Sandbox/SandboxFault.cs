namespace PortfolioGraph.Sandbox;

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

    internal int TimesApplied { get; set; }
}
