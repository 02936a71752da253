namespace PortfolioGraph.Upstream.Wire;

/// <summary>How the body of an endpoint's 2xx answer is read.</summary>
/// <typeparam name="T">What it holds.</typeparam>
internal abstract class ResponseReader<T>
{
    /// <summary>Reads a whole body.</summary>
    /// <param name="body">The body, decompressed and of a permitted size.</param>
    /// <param name="response">What it holds, when the verdict is <see cref="ParseStatus.Valid"/>.</param>
    public abstract ParseStatus TryRead(ReadOnlySpan<byte> body, out ParsedResponse<T> response);
}

/// <summary>The result of an answer and what its side object says about its age.</summary>
/// <param name="Result">The result.</param>
/// <param name="CachedAt">When the upstream stored it; null when it was computed for this call, or when nothing is said.</param>
internal readonly record struct ParsedResponse<T>(T Result, DateTimeOffset? CachedAt);

internal enum ParseStatus
{
    Valid,

    /// <summary>Cut off, empty, a gateway's page: another attempt may bring the real thing.</summary>
    Corrupted,

    /// <summary>Whole, but of another shape than promised, or beyond the limits: another attempt would bring the same.</summary>
    UnexpectedShape,
}
