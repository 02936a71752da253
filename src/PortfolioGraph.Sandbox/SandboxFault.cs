namespace PortfolioGraph.Sandbox;

/// <summary>A fault that replaces or changes the correct response.</summary>
public sealed class SandboxFault
{
    /// <summary>The route, as in <see cref="SandboxCall.Path"/>. A trailing <c>*</c> matches any suffix. Default: all routes.</summary>
    public string Route { get; init; } = "*";

    /// <summary>Restricts the fault to calls that name this address, ignoring case. Null for all calls.</summary>
    public string? Address { get; init; }

    /// <summary>The kind of fault.</summary>
    public FaultKind Kind { get; init; } = FaultKind.Status;

    /// <summary>The status of a <see cref="FaultKind.Status"/> fault, such as 401, 403, 429, 500, 502, 503 or 504.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The number of calls the fault applies to. Null for all calls until the fault is removed.</summary>
    public int? Times { get; init; }

    /// <summary>The form of the Retry-After header of a <see cref="FaultKind.Status"/> fault. Null for the form that <see cref="SandboxOptions.RetryAfter"/> sets.</summary>
    public RetryAfterForm? RetryAfter { get; init; }

    /// <summary>The delay in the Retry-After header, in seconds.</summary>
    public int RetryAfterSeconds { get; init; } = 1;

    /// <summary>The delay of <see cref="FaultKind.Slow"/> and <see cref="FaultKind.Drip"/>.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of padding bytes of <see cref="FaultKind.Huge"/>.</summary>
    public long Bytes { get; init; } = 512L * 1024 * 1024;

    internal int TimesApplied { get; set; }
}
