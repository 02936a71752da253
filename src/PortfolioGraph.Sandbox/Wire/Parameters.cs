using System.Numerics;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>The query parameters of a route. Other parameters are ignored, as FastAPI does.</summary>
[Flags]
internal enum QueryParameters
{
    None = 0,
    Addresses = 1,
    ChainId = 2,
    UseCache = 4,
    Timerange = 8,
    Timestamp = 16,
    Closed = 32,
    PositionFilter = 64,

    /// <summary>The parameters of every route with a wrapped result.</summary>
    Common = Addresses | ChainId | UseCache,
}

/// <summary>The parsed parameters of one call. Chain and address values may still be unsupported.</summary>
internal sealed record Parameters
{
    /// <summary>The distinct addresses in lower case, in request order.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    public BigInteger? ChainId { get; init; }

    public bool UseCache { get; init; }

    public TimeRange Range { get; init; } = TimeRange.OneYear;

    public long? Timestamp { get; init; }

    public bool Closed { get; init; } = true;

    public decimal ClosedThreshold { get; init; } = 1;

    public string? ProtocolGroupId { get; init; }

    public string? ContractAddress { get; init; }

    public BigInteger? TokenId { get; init; }
}

/// <summary>A time range: its name in the query, its length and the points of its chart.</summary>
internal sealed record TimeRange(string Name, int Hours, int Points, int StepHours)
{
    public static readonly TimeRange OneYear = new("1year", 365 * 24, 365, 24);

    public static readonly IReadOnlyList<TimeRange> All =
    [
        new("1day", 24, 24, 1),
        new("1week", 7 * 24, 7 * 24, 1),
        new("1month", 30 * 24, 30, 24),
        OneYear,
        new("3years", 3 * 365 * 24, 156, 7 * 24),
    ];
}
