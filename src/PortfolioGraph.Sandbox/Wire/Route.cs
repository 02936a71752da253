using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>The members around a route's result.</summary>
internal enum Envelope
{
    /// <summary>Result and meta, with execution times and <c>cached_at</c>.</summary>
    Wrapped,

    /// <summary>Result and meta, with execution times, <c>cached_at</c> and data issues.</summary>
    Chart,

    /// <summary>Result, and null as meta.</summary>
    NullMeta,

    /// <summary>Only the result.</summary>
    ResultOnly,

    /// <summary>Text instead of JSON.</summary>
    Text,
}

/// <summary>One of the routes.</summary>
/// <param name="Path">The path below the prefix.</param>
/// <param name="QueryParameters">The parameters that the route accepts.</param>
/// <param name="Envelope">The members around the result.</param>
/// <param name="Result">Writes the value of <c>result</c>.</param>
internal sealed record Route(string Path, QueryParameters QueryParameters, Envelope Envelope, Action<RouteRequest, JsonBody> Result)
{
    /// <summary>Whether the OpenAPI document describes a bare array.</summary>
    public bool IsBareInOpenApi { get; init; }

    /// <summary>Returns the body of a CSV route. Null for JSON routes.</summary>
    public Func<RouteRequest, string>? Csv { get; init; }
}

/// <summary>A valid request to a route, with the data to respond to it.</summary>
internal sealed record RouteRequest(Route Route, Parameters Parameters, SandboxOptions Options, DateTimeOffset Now)
{
    private AssetView? _assets;

    /// <summary>The start of the current day. Ages are counted from here, so that only <c>cached_at</c> changes during a day.</summary>
    public DateTimeOffset Today { get; } = new(Now.UtcDateTime.Date, TimeSpan.Zero);

    public AssetView Assets => _assets ??= new AssetView(Parameters.Addresses, (long?)Parameters.ChainId);

    /// <summary>Whether lists by chain include the row for all chains (chain id null).</summary>
    public bool HasNullRow => Parameters.ChainId is null || Options.NullRowWithChainId;

    /// <summary>The age of the requested timestamp in hours, at least 0.</summary>
    public int AgeHours => Parameters.Timestamp is { } timestamp
        ? (int)Math.Clamp((Today.ToUnixTimeSeconds() - timestamp) / 3600, 0, int.MaxValue)
        : 0;
}
