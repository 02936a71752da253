namespace Couverture.Execution.Incremental;

/// <summary>What a result says of parts that come later or come with it (the incremental delivery proposal).</summary>
/// <param name="Pending">What the client is to wait for from now on.</param>
/// <param name="Incremental">The parts that come with this result.</param>
/// <param name="Completed">What the client need not wait for any more.</param>
/// <param name="HasNext">Whether another result follows.</param>
internal sealed record IncrementalPayload(
    IReadOnlyList<DeliveryGroup> Pending,
    IReadOnlyList<IncrementalEntry> Incremental,
    IReadOnlyList<CompletedEntry> Completed,
    bool HasNext)
{
    public IncrementalPayload With(Func<IError, IError> filter) => this with
    {
        Incremental = [.. Incremental.Select(e => e with { Errors = [.. e.Errors.Select(filter)] })],
        Completed = [.. Completed.Select(e => e with { Errors = [.. e.Errors.Select(filter)] })],
    };
}

/// <summary>One part.</summary>
/// <param name="Id">What it belongs to.</param>
/// <param name="SubPath">Where it belongs below the path of what it belongs to.</param>
/// <param name="Errors">The errors of its fields.</param>
/// <param name="Data">The fields of a deferred fragment; null for a stream.</param>
/// <param name="Items">The next items of a stream; null for a deferred fragment.</param>
internal sealed record IncrementalEntry(
    string Id,
    IReadOnlyList<object> SubPath,
    IReadOnlyList<IError> Errors,
    object? Data,
    IReadOnlyList<object?>? Items);

/// <summary>The end of a deferred fragment or stream.</summary>
/// <param name="Id">Which.</param>
/// <param name="Errors">Why it could not be delivered; empty where it was.</param>
internal sealed record CompletedEntry(string Id, IReadOnlyList<IError> Errors);
