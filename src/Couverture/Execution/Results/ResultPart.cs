using Couverture.Execution.Incremental;

namespace Couverture.Execution.Results;

/// <summary>What is delivered as one: the initial result (mostly the only one), the fields of deferred fragments, or an item of a stream.</summary>
internal class ResultPart
{
    private List<(int[] Position, IError Error)>? _errors;

    /// <summary>How many of its fields wait.</summary>
    public int Waiting { get; set; }

    /// <summary>Whether null has travelled up to where the part begins.</summary>
    public bool IsNull { get; set; }

    /// <summary>Whether everything in it has run.</summary>
    public bool IsDone { get; set; }

    /// <summary>What was deferred and streamed while it ran; null where nothing was.</summary>
    public IncrementalWork? Found { get; private set; }

    /// <summary>Fields end in any order; the answer lists their errors in its own.</summary>
    public IReadOnlyList<IError> Errors
    {
        get
        {
            _errors?.Sort(static (left, right) => left.Position.AsSpan().SequenceCompareTo(right.Position));
            return _errors is null ? [] : [.. _errors.Select(e => e.Error)];
        }
    }

    public void Report(int[] position, IError error) => (_errors ??= []).Add((position, error));

    public IncrementalWork Find() => Found ??= new IncrementalWork();
}
