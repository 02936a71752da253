using System.Diagnostics.CodeAnalysis;

namespace PortfolioGraph.Upstream;

/// <summary>The end of a call: exactly one of <see cref="Response"/> and <see cref="Failure"/>. Made by <see cref="UpstreamResult"/>.</summary>
/// <typeparam name="T">The wire record or list of records.</typeparam>
public readonly record struct UpstreamResult<T>
{
    internal UpstreamResult(UpstreamResponse<T>? response, UpstreamFailure? failure, int calls)
    {
        Response = response;
        Failure = failure;
        Calls = calls;
    }

    /// <summary>The answer; null when the call failed.</summary>
    public UpstreamResponse<T>? Response { get; }

    /// <summary>Why there is no answer; null when there is one.</summary>
    public UpstreamFailure? Failure { get; }

    /// <summary>How many attempts left for the network; 0 when the breaker or the budget refused.</summary>
    public int Calls { get; }

    /// <summary>Whether there is an answer.</summary>
    [MemberNotNullWhen(true, nameof(Response))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsSuccess => Response is not null;
}

/// <summary>Makes <see cref="UpstreamResult{T}"/>.</summary>
public static class UpstreamResult
{
    /// <summary>A call that was answered.</summary>
    /// <typeparam name="T">The wire record or list of records.</typeparam>
    /// <param name="response">The answer.</param>
    /// <param name="calls">How many attempts left for the network.</param>
    public static UpstreamResult<T> Succeeded<T>(UpstreamResponse<T> response, int calls)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new UpstreamResult<T>(response, null, calls);
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

/// <summary>An answer and its age.</summary>
/// <typeparam name="T">The wire record or list of records.</typeparam>
/// <param name="Result">What stood in the answer's <c>result</c>, or the bare answer.</param>
/// <param name="AsOf">When the upstream computed it: <c>meta.cached_at</c> if given (never later than the receipt), else the time of receipt.</param>
/// <param name="FromUpstreamCache">Whether <c>meta.cached_at</c> was given, that is whether the upstream served it from its own cache.</param>
public sealed record UpstreamResponse<T>(T Result, DateTimeOffset AsOf, bool FromUpstreamCache);
