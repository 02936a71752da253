namespace Couverture.Execution.Incremental;

/// <summary>The incremental delivery members of a result (the incremental delivery proposal).</summary>
/// <param name="Pending">The fragments and lists that become pending with this result.</param>
/// <param name="Incremental">The parts that this result delivers.</param>
/// <param name="Completed">The fragments and lists that are no longer pending.</param>
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

/// <summary>One delivered part.</summary>
/// <param name="Id">The id of the pending fragment or list.</param>
/// <param name="SubPath">The path of the part below the path of its fragment or list.</param>
/// <param name="Errors">The errors of the part's fields.</param>
/// <param name="Data">The fields of a deferred fragment; null for a streamed list.</param>
/// <param name="Items">The next items of a streamed list; null for a deferred fragment.</param>
internal sealed record IncrementalEntry(
    string Id,
    IReadOnlyList<object> SubPath,
    IReadOnlyList<IError> Errors,
    object? Data,
    IReadOnlyList<object?>? Items);

/// <summary>The completion of a deferred fragment or streamed list.</summary>
/// <param name="Id">The id of the fragment or list.</param>
/// <param name="Errors">The errors that prevented delivery; empty if it was delivered.</param>
internal sealed record CompletedEntry(string Id, IReadOnlyList<IError> Errors);
