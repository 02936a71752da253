using Couverture.Execution.Incremental;

namespace Couverture.Execution.Results;

/// <summary>What is delivered as one: the initial result (mostly the only one), the fields of deferred fragments, or an item of a stream.</summary>
/// <param name="maxErrors">How many errors of its fields it tells.</param>
internal class ResultPart(int maxErrors)
{
    private static readonly Comparer<(int[] Position, IError Error)> ByPosition =
        Comparer<(int[] Position, IError Error)>.Create(static (left, right) => left.Position.AsSpan().SequenceCompareTo(right.Position));

    private List<(int[] Position, IError Error)>? _errors;
    private bool _isTruncated;

    /// <summary>How many errors of its fields it tells.</summary>
    public int MaxErrors => maxErrors;

    /// <summary>How many of its fields wait.</summary>
    public int WaitingFields { get; set; }

    /// <summary>Whether null has travelled up to where the part begins.</summary>
    public bool IsNull { get; set; }

    /// <summary>Whether everything in it has run.</summary>
    public bool IsDone { get; set; }

    /// <summary>What was deferred and streamed while it ran; null where nothing was.</summary>
    public IncrementalWork? Incremental { get; private set; }

    /// <summary>Fields end in any order; the answer lists their errors in its own, as many as it may.</summary>
    public IReadOnlyList<IError> Errors
    {
        get
        {
            if (_errors is null)
                return [];
            SortAndTruncate();
            var reported = _errors.Select(e => e.Error);
            return _isTruncated ? [.. reported, TooManyErrors] : [.. reported];
        }
    }

    private Error TooManyErrors => new($"There are more than {maxErrors} errors ({nameof(RequestExecutorOptions.MaxFieldErrors)}).", ErrorCodes.LimitExceeded);

    /// <summary>Notes an error of a field.</summary>
    public void AddError(int[] position, IError error)
    {
        (_errors ??= []).Add((position, error));
        // No more are kept than twice as many as are told.
        if (_errors.Count >= 2L * maxErrors)
            SortAndTruncate();
    }

    public IncrementalWork GetOrAddIncremental() => Incremental ??= new IncrementalWork();

    // Which errors are told depends on their places alone, not on which field ended first. The sort keeps those of one field in order.
    private void SortAndTruncate()
    {
        _errors = [.. _errors!.Order(ByPosition)];
        if (_errors.Count <= maxErrors)
            return;
        _isTruncated = true;
        _errors.RemoveRange(maxErrors, _errors.Count - maxErrors);
    }
}
