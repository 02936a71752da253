using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>What stands around a route's result.</summary>
internal enum Envelope
{
    /// <summary>Result and meta, with times and the moment of the cache.</summary>
    Wrapped,

    /// <summary>The same, with data issues in the meta.</summary>
    Chart,

    /// <summary>Result and a meta that is null.</summary>
    NullMeta,

    /// <summary>Result alone.</summary>
    ResultOnly,

    /// <summary>No JSON at all.</summary>
    Text,
}

/// <summary>One of the 23 routes; the path is below the prefix, the result writes the value of <c>result</c>.</summary>
internal sealed record Route(string Path, QueryParameters QueryParameters, Envelope Envelope, Action<RouteRequest, JsonBody> Result)
{
    /// <summary>The OpenAPI document has a bare array here.</summary>
    public bool IsBareInOpenApi { get; init; }

    /// <summary>Gives the whole body, where it is no JSON.</summary>
    public Func<RouteRequest, string>? Csv { get; init; }
}

/// <summary>What a route needs to know to answer one call.</summary>
internal sealed record RouteRequest(Route Route, Parameters Parameters, SandboxOptions Options, DateTimeOffset Now)
{
    private AssetView? _assets;

    /// <summary>Ages are counted from here, so that everything but <c>cached_at</c> stays the same through a day.</summary>
    public DateTimeOffset Today { get; } = new(Now.UtcDateTime.Date, TimeSpan.Zero);

    public AssetView Assets => _assets ??= new AssetView(Parameters.Addresses, (long?)Parameters.ChainId);

    /// <summary>Lists by chain carry their row for all chains.</summary>
    public bool HasNullRow => Parameters.ChainId is null || Options.NullRowWithChainId;

    /// <summary>The age of the asked moment in hours, at least 0.</summary>
    public int AgeHours => Parameters.Timestamp is { } timestamp
        ? (int)Math.Clamp((Today.ToUnixTimeSeconds() - timestamp) / 3600, 0, int.MaxValue)
        : 0;
}
