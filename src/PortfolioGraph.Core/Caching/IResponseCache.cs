using Microsoft.Extensions.Options;

namespace PortfolioGraph.Core;

/// <summary>Keeps texts that were made from cached data only, and returns them as long as all of that data would be served again.</summary>
public interface IResponseCache
{
    /// <summary>
    /// Returns a kept text if loading its data again, under the freshness that the current request demands, would return the same data from the cache. The current operation is then
    /// recorded as if it had loaded that data.
    /// </summary>
    /// <param name="key">The key of the text.</param>
    /// <param name="text">The text.</param>
    bool TryGet(object key, out ReadOnlyMemory<byte> text);

    /// <summary>How many texts were kept since the start.</summary>
    long Kept { get; }

    /// <summary>How many kept texts were returned since the start.</summary>
    long Served { get; }

    /// <summary>
    /// Whether the response of the current operation is to be kept: everything that it loaded came from the cache, nothing in the response can differ the next time, and the same
    /// response was made before. A response that is made once is not worth its bytes.
    /// </summary>
    /// <param name="key">The key of the text.</param>
    /// <param name="isExpectedAgain">Whether the same response is probably made again, even if it was not made before.</param>
    bool CanKeep(object key, bool isExpectedAgain = false);

    /// <summary>Keeps a text that was made from the data that the current operation loaded.</summary>
    /// <param name="key">The key of the text.</param>
    /// <param name="text">The text.</param>
    void Keep(object key, ReadOnlyMemory<byte> text);

    /// <summary>
    /// Returns the data that the current operation was served from the cache or has loaded, and the loads that failed. Null if its response depends on anything else, has stale data, or
    /// has failures that concern its client only.
    /// </summary>
    object? GetDependencies();

    /// <summary>
    /// Whether the current request, which waited for another operation, would have got the same response if it had loaded the data itself: the data is cached and fresh enough, and its own
    /// loads would have joined those that failed. The current operation is then recorded as if it had loaded that data.
    /// </summary>
    /// <param name="dependencies">The data, from <see cref="GetDependencies"/>.</param>
    bool TryServe(object dependencies);
}

/// <summary>A part of the data of an operation, or a failure in its place.</summary>
internal interface ICachedPart
{
    /// <summary>Returns the entry that a load would return now, if it is still that of this part; null otherwise. Records nothing.</summary>
    object? FindCurrent();

    /// <summary>Records for the current operation that it was served this part.</summary>
    /// <param name="found">The entry.</param>
    void Serve(object found);
}

/// <inheritdoc />
internal sealed class ResponseCache(ChainRegistry chains, IOptions<CacheOptions> options, TimeProvider time) : IResponseCache
{
    // A part refers to its view and its key.
    private const long BytesPerPart = 150;

    private const int SeenKeys = 8_192;

    // A cache of its own, because clients could otherwise replace all loaded data by responses of no upstream call.
    private readonly DatasetCache.Table<object, KeptText> _texts = new DatasetCache(options, time, CacheOptions.ResponsesShare).CreateTable<object, KeptText>();

    // The hashes of keys, each at its own place. Two keys of one place only cost one more execution.
    private readonly int[] _seen = new int[SeenKeys];
    private long _kept;
    private long _served;

    public long Kept => Interlocked.Read(ref _kept);

    public long Served => Interlocked.Read(ref _served);

    public bool TryGet(object key, out ReadOnlyMemory<byte> text)
    {
        text = default;
        if (!_texts.TryGet(key, out var kept) || !TryServe(kept.Dependencies))
            return false;

        Interlocked.Increment(ref _served);
        text = kept.Text;
        return true;
    }

    public object? GetDependencies() => UpstreamUsageRecorder.Current?.AllParts is { } parts ? new Dependencies(parts, chains.Version) : null;

    public bool TryServe(object dependencies)
    {
        var (parts, version) = (Dependencies)dependencies;
        if (version != chains.Version)
            return false;

        // All parts are found before the first is recorded, because an execution that follows records its own.
        var found = new object[parts.Length];
        for (var i = 0; i < found.Length; i++)
        {
            if (parts[i].FindCurrent() is not { } entry)
                return false;
            found[i] = entry;
        }

        for (var i = 0; i < found.Length; i++)
            parts[i].Serve(found[i]);
        return true;
    }

    public bool CanKeep(object key, bool isExpectedAgain) => options.Value.KeepResponses && UpstreamUsageRecorder.Current is { IsRepeatable: true } && (isExpectedAgain || WasSeen(key));

    public void Keep(object key, ReadOnlyMemory<byte> text)
    {
        Interlocked.Increment(ref _kept);
        var parts = UpstreamUsageRecorder.Current!.CachedParts;
        _texts.Set(key, new KeptText(text, new Dependencies(parts, chains.Version)), text.Length + (BytesPerPart * parts.Length));
    }

    private bool WasSeen(object key)
    {
        var hash = key.GetHashCode() | 1;
        ref var seen = ref _seen[(uint)hash % SeenKeys];
        var wasSeen = seen == hash;
        seen = hash;
        return wasSeen;
    }

    private sealed record KeptText(ReadOnlyMemory<byte> Text, Dependencies Dependencies);

    /// <summary>What a text was made from.</summary>
    /// <param name="Parts">The loaded data.</param>
    /// <param name="Chains">The version of the known chains.</param>
    private sealed record Dependencies(ICachedPart[] Parts, int Chains);
}
