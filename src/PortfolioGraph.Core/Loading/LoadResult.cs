namespace PortfolioGraph.Core;

/// <summary>What a load gave: a value with its source, or a failure; never both.</summary>
/// <typeparam name="T">What was loaded.</typeparam>
public sealed record LoadResult<T>
    where T : notnull
{
    private LoadResult(T? value, Source? source, LoadFailure? failure)
    {
        Value = value;
        Source = source;
        Failure = failure;
    }

    /// <summary>The value; default where the load failed.</summary>
    public T? Value { get; }

    /// <summary>Where the value comes from; null where the load failed.</summary>
    public Source? Source { get; }

    /// <summary>Why there is no value; null where there is one.</summary>
    public LoadFailure? Failure { get; }

    /// <summary>Whether a part of the value failed, so that an older whole one is to be preferred.</summary>
    internal bool IsPartial { get; init; }

    /// <summary>A load that gave a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="source">Where it comes from.</param>
    public static LoadResult<T> Of(T value, Source source) => new(value, source, null);

    /// <summary>A load that failed.</summary>
    /// <param name="failure">Why.</param>
    public static LoadResult<T> Failed(LoadFailure failure) => new(default, null, failure);
}

/// <summary>A part of a record that may be missing by its own failure while the rest is complete.</summary>
/// <typeparam name="T">The part; nullable where the data source may give none.</typeparam>
/// <param name="Value">The part; default where its load failed or it was not asked for.</param>
/// <param name="Failure">Why the part is missing; null where it is not, or was not asked for.</param>
public readonly record struct ValueOrFailure<T>(T Value, LoadFailure? Failure = null)
{
    /// <summary>The part as it is.</summary>
    /// <param name="value">The part.</param>
    public static implicit operator ValueOrFailure<T>(T value) => new(value);

    /// <summary>A part whose load failed.</summary>
    /// <param name="failure">Why.</param>
    public static ValueOrFailure<T?> Failed(LoadFailure failure) => new(default, failure);
}
