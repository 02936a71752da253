using System.Globalization;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Errors;

/// <summary>Turns a failed load into the error of the field that asked for it.</summary>
internal static class LoadErrors
{
    /// <summary>The loaded value; one past its time is noted for the answer, with the field's path.</summary>
    /// <typeparam name="T">What was loaded.</typeparam>
    /// <param name="result">What the load gave.</param>
    /// <param name="context">The field that asked.</param>
    /// <exception cref="GraphQLException">The load failed; the error carries code, dataset, addresses and when to try again.</exception>
    public static T ValueOrThrow<T>(this LoadResult<T>? result, IResolverContext context)
        where T : notnull
    {
        if (result is null)
            throw new InvalidOperationException($"The load of {typeof(T).Name} left out a key.");
        if (result.Failure is { } failure)
            throw new GraphQLException(ErrorOf(failure));
        if (result.Source is { State: SourceState.Stale } source)
            UpstreamUsageRecorder.RecordStale(context.ResponsePath(), source.AsOf);
        return result.Value!;
    }

    /// <summary>The part of a loaded record.</summary>
    /// <typeparam name="T">The part.</typeparam>
    /// <param name="part">The part as it was loaded.</param>
    /// <exception cref="GraphQLException">The part's own load failed.</exception>
    public static T ValueOrThrow<T>(this ValueOrFailure<T> part) =>
        part.Failure is { } failure ? throw new GraphQLException(ErrorOf(failure)) : part.Value;

    /// <summary>The tokens; a list that may lack closed ones is none where they are asked for.</summary>
    /// <param name="tokens">The tokens as they were loaded.</param>
    /// <param name="includeClosed">Whether closed ones are asked for.</param>
    /// <exception cref="GraphQLException">Closed ones are asked for and may be missing.</exception>
    public static TokenHoldings ThrowIfClosedMissing(this TokenHoldings tokens, bool includeClosed) =>
        includeClosed && tokens.ClosedFailure is { } failure ? throw new GraphQLException(ErrorOf(failure)) : tokens;

    /// <summary>The positions; a list that may lack closed ones is none where they are asked for.</summary>
    /// <param name="positions">The positions as they were loaded.</param>
    /// <param name="includeClosed">Whether closed ones are asked for.</param>
    /// <exception cref="GraphQLException">Closed ones are asked for and may be missing.</exception>
    public static PositionHoldings ThrowIfClosedMissing(this PositionHoldings positions, bool includeClosed) =>
        includeClosed && positions.ClosedFailure is { } failure ? throw new GraphQLException(ErrorOf(failure)) : positions;

    private static IError ErrorOf(LoadFailure failure)
    {
        FreshnessTracker.MarkIncomplete();
        var (code, message) = Describe(failure);
        var error = ErrorBuilder.New()
            .SetMessage(message)
            .SetCode(code)
            .SetExtension("retryable", failure.IsRetryable);
        if (failure.RetryAfter is { } wait)
            error.SetExtension("retryAfter", (int)Math.Ceiling(wait.TotalSeconds));
        error.SetExtension("dataset", failure.Dataset.ToName());
        if (failure.Owners is { } owners)
            error.SetExtension("addresses", owners.Addresses.Select(a => a.Value).ToArray());
        return error.Build();
    }

    /// <summary>The code of a failed load, and what is said of it.</summary>
    /// <param name="failure">The failure.</param>
    public static (string Code, string Message) Describe(LoadFailure failure) => failure.Kind switch
    {
        LoadFailureKind.RateLimited => (GraphErrorCodes.UpstreamRateLimited, $"The data source allows no more calls at the moment. {TryAgain(failure)}"),
        LoadFailureKind.Timeout => (GraphErrorCodes.UpstreamTimeout, $"The data source did not answer in time. {TryAgain(failure)}"),
        LoadFailureKind.Unavailable => (GraphErrorCodes.UpstreamUnavailable, $"The data source is not available. {TryAgain(failure)}"),
        LoadFailureKind.Rejected => (GraphErrorCodes.UpstreamRefused, "The data source refuses this request. Asking again will not help."),
        LoadFailureKind.Unauthorized => (GraphErrorCodes.UpstreamRejectedKey, "The data source rejects this server's key. Its operator must set a valid one (Upstream:ApiKey)."),
        LoadFailureKind.Forbidden => (GraphErrorCodes.UpstreamForbidden, "The data source, or a gateway in front of it, forbids this request and does not say that the key is the reason. Asking again will not help."),
        LoadFailureKind.InvalidResponse => (GraphErrorCodes.UpstreamBadAnswer, $"The data source gave an answer that cannot be understood. {TryAgain(failure)}"),
        LoadFailureKind.BudgetExhausted => (GraphErrorCodes.BudgetExhausted, $"This server's call budget has no place within the time allowed. {TryAgain(failure)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Kind, "A kind of failure without a code."),
    };

    private static string TryAgain(LoadFailure failure) => failure.RetryAfter is { } wait
        ? string.Create(CultureInfo.InvariantCulture, $"Try again in {Math.Ceiling(wait.TotalSeconds)} s.")
        : "Try again later.";
}
