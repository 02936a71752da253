using Couverture.Execution.Incremental;

namespace Couverture.Execution.Results;

/// <summary>A unit of delivery: the initial result (usually the only part), the fields of deferred fragments, or a streamed item.</summary>
/// <param name="maxErrors">The maximum number of field errors that the part reports.</param>
internal class ResultPart(int maxErrors)
{
    private static readonly Comparer<(int[] Position, IError Error)> ByPosition =
        Comparer<(int[] Position, IError Error)>.Create(static (left, right) => left.Position.AsSpan().SequenceCompareTo(right.Position));

    private List<(int[] Position, IError Error)>? _errors;
    private bool _isTruncated;

    /// <summary>The maximum number of field errors that the part reports.</summary>
    public int MaxErrors => maxErrors;

    /// <summary>The number of fields whose resolvers have not completed.</summary>
    public int WaitingFields { get; set; }

    /// <summary>Whether null has propagated to the root of the part.</summary>
    public bool IsNull { get; set; }

    /// <summary>Whether all fields of the part have run.</summary>
    public bool IsDone { get; set; }

    /// <summary>The deferred and streamed work of the part; null if there is none.</summary>
    public IncrementalWork? Incremental { get; private set; }

    /// <summary>The errors in response order, whatever order the fields finished in, up to the maximum.</summary>
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

    /// <summary>Adds an error of a field.</summary>
    public void AddError(int[] position, IError error)
    {
        (_errors ??= []).Add((position, error));
        // At most twice as many errors are stored as are reported.
        if (_errors.Count >= 2L * maxErrors)
            SortAndTruncate();
    }

    public IncrementalWork GetOrAddIncremental() => Incremental ??= new IncrementalWork();

    // The reported errors depend only on their positions, not on the order in which fields finished. The sort is stable within a field.
    private void SortAndTruncate()
    {
        _errors = [.. _errors!.Order(ByPosition)];
        if (_errors.Count <= maxErrors)
            return;
        _isTruncated = true;
        _errors.RemoveRange(maxErrors, _errors.Count - maxErrors);
    }
}
