using System.Diagnostics.CodeAnalysis;

namespace PortfolioGraph.Upstream;

/// <summary>The end of a call: exactly one of <see cref="Answer"/> and <see cref="Failure"/>. Made by <see cref="UpstreamResult"/>.</summary>
/// <typeparam name="T">The wire record or list of records.</typeparam>
public readonly record struct UpstreamResult<T>
{
    internal UpstreamResult(UpstreamAnswer<T>? answer, UpstreamFailure? failure, int calls)
    {
        Answer = answer;
        Failure = failure;
        Calls = calls;
    }

    /// <summary>The answer; null when the call failed.</summary>
    public UpstreamAnswer<T>? Answer { get; }

    /// <summary>Why there is no answer; null when there is one.</summary>
    public UpstreamFailure? Failure { get; }

    /// <summary>How many attempts left for the network; 0 when the breaker or the budget refused.</summary>
    public int Calls { get; }

    /// <summary>Whether there is an answer.</summary>
    [MemberNotNullWhen(true, nameof(Answer))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsAnswered => Answer is not null;
}

/// <summary>Makes <see cref="UpstreamResult{T}"/>.</summary>
public static class UpstreamResult
{
    /// <summary>A call that was answered.</summary>
    /// <typeparam name="T">The wire record or list of records.</typeparam>
    /// <param name="answer">The answer.</param>
    /// <param name="calls">How many attempts left for the network.</param>
    public static UpstreamResult<T> Answered<T>(UpstreamAnswer<T> answer, int calls)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new UpstreamResult<T>(answer, null, calls);
    }

    /// <summary>A call that failed.</summary>
    /// <typeparam name="T">The wire record or list of records.</typeparam>
    /// <param name="failure">Why.</param>
    /// <param name="calls">How many attempts left for the network.</param>
    public static UpstreamResult<T> Failed<T>(UpstreamFailure failure, int calls)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new UpstreamResult<T>(null, failure, calls);
    }
}
