namespace PortfolioGraph.Load.Running;

/// <summary>A response received over a <see cref="RawConnection"/>.</summary>
/// <param name="Status">The status. Null if the connection ended before the head was complete.</param>
/// <param name="IsComplete">Whether the head and the announced body were received in full.</param>
/// <param name="HasStarted">Whether at least one byte was received.</param>
/// <param name="IsLast">Whether the server closes the connection after this response.</param>
/// <param name="RetryAfter">The text of the Retry-After header. Null without the header.</param>
/// <param name="Body">The body in the connection's buffer, which is valid until the next response is read.</param>
internal sealed record RawResponse(int? Status, bool IsComplete, bool HasStarted, bool IsLast, string? RetryAfter, ReadOnlyMemory<byte> Body)
{
    /// <summary>The failure of a response whose connection ended early.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>A short description of the failure. Null for a complete GraphQL response without errors.</summary>
    public string? Failure => this switch
    {
        { HasStarted: false } => "closed without a response",
        { IsComplete: false } => Incomplete,
        { Status: not 200 } => $"status {Status}",
        _ => Body.Span.IndexOf("\"errors\":"u8) >= 0 ? "a response with errors" : null,
    };
}
