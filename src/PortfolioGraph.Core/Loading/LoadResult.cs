namespace PortfolioGraph.Core;

/// <summary>The result of a load: a value with its source, or a failure.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed record LoadResult<T>
    where T : notnull
{
    private LoadResult(T? value, Source? source, LoadFailure? failure)
    {
        Value = value;
        Source = source;
        Failure = failure;
    }

    /// <summary>The value; default if the load failed.</summary>
    public T? Value { get; }

    /// <summary>The value's source; null if the load failed.</summary>
    public Source? Source { get; }

    /// <summary>Why the load failed; null if it succeeded.</summary>
    public LoadFailure? Failure { get; }

    /// <summary>Whether a part of the value failed. A stale complete value is preferred to such a value.</summary>
    internal bool IsPartial { get; init; }

    /// <summary>Returns a successful result.</summary>
    /// <param name="value">The value.</param>
    /// <param name="source">The value's source.</param>
    public static LoadResult<T> Of(T value, Source source) => new(value, source, null);

    /// <summary>Returns a failed result.</summary>
    /// <param name="failure">The failure.</param>
    public static LoadResult<T> Failed(LoadFailure failure) => new(default, null, failure);
}

/// <summary>A part of a record whose load may fail although the other parts are complete.</summary>
/// <typeparam name="T">The type of the part; nullable if the upstream may give none.</typeparam>
/// <param name="Value">The part; default if its load failed or it was not requested.</param>
/// <param name="Failure">Why the load of the part failed; null if it succeeded or was not requested.</param>
public readonly record struct ValueOrFailure<T>(T Value, LoadFailure? Failure = null)
{
    /// <summary>Returns a part whose load succeeded.</summary>
    /// <param name="value">The part.</param>
    public static implicit operator ValueOrFailure<T>(T value) => new(value);

    /// <summary>Returns a part whose load failed.</summary>
    /// <param name="failure">The failure.</param>
    public static ValueOrFailure<T?> Failed(LoadFailure failure) => new(default, failure);
}
