namespace PortfolioGraph.Upstream.Wire;

/// <summary>Reads the body of an endpoint's 2xx response.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
internal abstract class ResponseReader<T>
{
    /// <summary>Reads a complete body.</summary>
    /// <param name="body">The decompressed body, within the size limit.</param>
    /// <param name="response">The response, if the returned status is <see cref="ParseStatus.Valid"/>.</param>
    public abstract ParseStatus TryRead(ReadOnlySpan<byte> body, out ParsedResponse<T> response);
}

/// <summary>The result of a response and its age.</summary>
/// <param name="Result">The result.</param>
/// <param name="CachedAt">When the upstream cached the result. Null if the result was computed for this call, or if unknown.</param>
internal readonly record struct ParsedResponse<T>(T Result, DateTimeOffset? CachedAt);

internal enum ParseStatus
{
    Valid,

    /// <summary>Truncated, empty or a gateway's error page. A retry may return the real response.</summary>
    Corrupted,

    /// <summary>Complete, but of an unexpected shape or beyond the limits. A retry would return the same.</summary>
    UnexpectedShape,
}

/// <summary>Limits that protect this process from malicious or broken responses.</summary>
internal static class WireLimits
{
    /// <summary>The maximum nesting of a response. The contract's deepest response has 7 levels. A hundred thousand brackets would overflow a reader's stack.</summary>
    public const int MaxDepth = 64;

    /// <summary>
    /// The maximum number of characters of a number. A token id needs 78. Converting a number of a million digits would take minutes.
    /// </summary>
    public const int MaxNumberLength = 1000;
}
