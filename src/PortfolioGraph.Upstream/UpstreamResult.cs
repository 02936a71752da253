using System.Diagnostics.CodeAnalysis;

namespace PortfolioGraph.Upstream;

/// <summary>The result of a call: either <see cref="Response"/> or <see cref="Failure"/>. Created by <see cref="UpstreamResult"/>.</summary>
/// <typeparam name="T">The wire record or list of records.</typeparam>
public readonly record struct UpstreamResult<T>
{
    internal UpstreamResult(UpstreamResponse<T>? response, UpstreamFailure? failure, int calls)
    {
        Response = response;
        Failure = failure;
        Calls = calls;
    }

    /// <summary>The response. Null if the call failed.</summary>
    public UpstreamResponse<T>? Response { get; }

    /// <summary>The failure. Null if the call succeeded.</summary>
    public UpstreamFailure? Failure { get; }

    /// <summary>The number of attempts that were sent. 0 if the circuit breaker or the rate limiter rejected the call.</summary>
    public int Calls { get; }

    /// <summary>Whether the call succeeded.</summary>
    [MemberNotNullWhen(true, nameof(Response))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsSuccess => Response is not null;
}

/// <summary>Creates instances of <see cref="UpstreamResult{T}"/>.</summary>
public static class UpstreamResult
{
    /// <summary>Returns the result of a call that succeeded.</summary>
    /// <typeparam name="T">The wire record or list of records.</typeparam>
    /// <param name="response">The response.</param>
    /// <param name="calls">The number of attempts that were sent.</param>
    public static UpstreamResult<T> Succeeded<T>(UpstreamResponse<T> response, int calls)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new UpstreamResult<T>(response, null, calls);
    }

    /// <summary>Returns the result of a call that failed.</summary>
    /// <typeparam name="T">The wire record or list of records.</typeparam>
    /// <param name="failure">The failure.</param>
    /// <param name="calls">The number of attempts that were sent.</param>
    public static UpstreamResult<T> Failed<T>(UpstreamFailure failure, int calls)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new UpstreamResult<T>(null, failure, calls);
    }
}

/// <summary>A response and its age.</summary>
/// <typeparam name="T">The wire record or list of records.</typeparam>
/// <param name="Result">The content of the response's <c>result</c>, or of the whole response if it has no envelope.</param>
/// <param name="AsOf">When the upstream computed the result: <c>meta.cached_at</c> if present (but not later than the receipt), else the time of receipt.</param>
/// <param name="FromUpstreamCache">Whether the upstream served the result from its own cache, that is, whether <c>meta.cached_at</c> is present.</param>
public sealed record UpstreamResponse<T>(T Result, DateTimeOffset AsOf, bool FromUpstreamCache);
