using System.Globalization;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Errors;

/// <summary>Turns a failed load into the error of the field that requested it.</summary>
internal static class LoadErrors
{
    /// <summary>Returns the loaded value. A stale value is recorded for the response with the path of the field.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="result">The result of the load.</param>
    /// <param name="context">The context of the field.</param>
    /// <exception cref="GraphQLException">The load failed; the error has the code, the dataset, the addresses and the retry delay.</exception>
    public static T ValueOrThrow<T>(this LoadResult<T>? result, IResolverContext context)
        where T : notnull
    {
        return result.RecordStale(context) is { Failure: { } failure } ? throw new GraphQLException(CreateError(failure)) : result!.Value!;
    }

    /// <summary>Returns the result of a load, which may be a failure. A stale value is recorded for the response with the path of the field.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="result">The result of the load.</param>
    /// <param name="context">The context of the field.</param>
    public static LoadResult<T> RecordStale<T>(this LoadResult<T>? result, IResolverContext context)
        where T : notnull
    {
        if (result is null)
            throw new InvalidOperationException($"The load of {typeof(T).Name} returned no result for a key.");
        if (result.Source is { State: DataSourceState.Stale } source)
            UpstreamUsageRecorder.RecordStale(context.ResponsePath(), source.AsOf);
        return result;
    }

    /// <summary>Returns the value of one part of a loaded record.</summary>
    /// <typeparam name="T">The type of the part.</typeparam>
    /// <param name="value">The value or failure of the part.</param>
    /// <exception cref="GraphQLException">The load of the part failed.</exception>
    public static T ValueOrThrow<T>(this ValueOrFailure<T> value) =>
        value.Failure is { } failure ? throw new GraphQLException(CreateError(failure)) : value.Value;

    /// <summary>Returns the tokens, or throws if closed tokens are requested and may be missing.</summary>
    /// <param name="tokens">The loaded tokens.</param>
    /// <param name="includeClosed">Whether closed holdings are requested.</param>
    /// <exception cref="GraphQLException">Closed holdings are requested and may be missing.</exception>
    public static TokenHoldings ThrowIfClosedMissing(this TokenHoldings tokens, bool includeClosed) =>
        includeClosed && tokens.ClosedFailure is { } failure ? throw new GraphQLException(CreateError(failure)) : tokens;

    /// <summary>Returns the positions, or throws if closed positions are requested and may be missing.</summary>
    /// <param name="positions">The loaded positions.</param>
    /// <param name="includeClosed">Whether closed holdings are requested.</param>
    /// <exception cref="GraphQLException">Closed holdings are requested and may be missing.</exception>
    public static PositionHoldings ThrowIfClosedMissing(this PositionHoldings positions, bool includeClosed) =>
        includeClosed && positions.ClosedFailure is { } failure ? throw new GraphQLException(CreateError(failure)) : positions;

    private static IError CreateError(LoadFailure failure)
    {
        FreshnessTracker.MarkIncomplete();
        var (code, message) = Describe(failure);
        var error = ErrorBuilder.New()
            .SetMessage(message)
            .SetCode(code)
            .SetExtension("retryable", failure.IsRetryable);
        if (failure.RetryAfter is { } retryAfter)
        {
            UpstreamUsageTotal.RecordRetryAfter(retryAfter);
            error.SetExtension("retryAfter", (int)Math.Ceiling(retryAfter.TotalSeconds));
        }

        error.SetExtension("dataset", failure.Dataset.ToName());
        if (failure.Owners is { } owners)
            error.SetExtension("addresses", owners.Addresses.Select(a => a.Value).ToArray());
        return error.Build();
    }

    /// <summary>Returns the code and the message of a failed load.</summary>
    /// <param name="failure">The failure.</param>
    public static (string Code, string Message) Describe(LoadFailure failure) => failure.Kind switch
    {
        LoadFailureKind.RateLimited => (GraphErrorCodes.UpstreamRateLimited, $"The data source has rate limited this server. {RetryAdvice(failure)}"),
        LoadFailureKind.Timeout => (GraphErrorCodes.UpstreamTimeout, $"The data source did not respond in time. {RetryAdvice(failure)}"),
        LoadFailureKind.Unavailable => (GraphErrorCodes.UpstreamUnavailable, $"The data source is not available. {RetryAdvice(failure)}"),
        LoadFailureKind.Rejected => (GraphErrorCodes.UpstreamRefused, "The data source rejected this request. Do not retry."),
        LoadFailureKind.Unauthorized => (GraphErrorCodes.UpstreamRejectedKey, "The data source rejected this server's API key. The operator must set a valid key (Upstream:ApiKey)."),
        LoadFailureKind.Forbidden => (GraphErrorCodes.UpstreamForbidden, "The data source, or a gateway in front of it, forbids this request without naming the API key as the reason. Do not retry."),
        LoadFailureKind.InvalidResponse => (GraphErrorCodes.UpstreamBadAnswer, $"The data source returned an invalid response. {RetryAdvice(failure)}"),
        LoadFailureKind.BudgetExhausted => (GraphErrorCodes.BudgetExhausted, $"This server has used up its upstream rate limit. {RetryAdvice(failure)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Kind, "This kind of failure has no code."),
    };

    private static string RetryAdvice(LoadFailure failure) => failure.RetryAfter is { } retryAfter
        ? string.Create(CultureInfo.InvariantCulture, $"Retry in {Math.Ceiling(retryAfter.TotalSeconds)} s.")
        : "Retry later.";
}
