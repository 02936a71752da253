namespace PortfolioGraph.Load.Running;

/// <summary>What came back over a bare connection.</summary>
/// <param name="Status">The status; null where the connection ended before there was a whole head.</param>
/// <param name="IsComplete">The head, and all of the body that it promises.</param>
/// <param name="HasStarted">At least one byte.</param>
/// <param name="IsLast">The server closes the connection.</param>
/// <param name="RetryAfter">The header's text; null without it.</param>
/// <param name="Body">The body, in the connection's buffer: good until the next answer is read.</param>
internal sealed record RawResponse(int? Status, bool IsComplete, bool HasStarted, bool IsLast, string? RetryAfter, ReadOnlyMemory<byte> Body)
{
    /// <summary>What is wrong, in a word or two; null for a whole answer of the graph without an error.</summary>
    public string? Failure => this switch
    {
        { HasStarted: false } => "closed without an answer",
        { IsComplete: false } => "cut",
        { Status: not 200 } => $"status {Status}",
        _ => Body.Span.IndexOf("\"errors\":"u8) >= 0 ? "an answer with errors" : null,
    };
}
