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

    /// <summary>Whether everything that the current operation loaded came from the cache, and nothing in its response can differ the next time.</summary>
    bool CanKeep();

    /// <summary>Keeps a text that was made from the data that the current operation loaded.</summary>
    /// <param name="key">The key of the text.</param>
    /// <param name="text">The text.</param>
    void Keep(object key, ReadOnlyMemory<byte> text);
}

/// <summary>A part of the data that an operation was served from the cache.</summary>
internal interface ICachedPart
{
    /// <summary>Returns the entry that a load would return now, if it is still that of this part; null otherwise. Records nothing.</summary>
    object? FindCurrent();

    /// <summary>Records for the current operation that it was served this part.</summary>
    /// <param name="found">The entry.</param>
    void Serve(object found);
}

/// <inheritdoc />
internal sealed class ResponseCache(DatasetCache cache, ChainRegistry chains, IOptions<CacheOptions> options) : IResponseCache
{
    // A part refers to its view and its key.
    private const long BytesPerPart = 150;

    private readonly DatasetCache.Table<object, KeptText> _texts = cache.CreateTable<object, KeptText>();
    private long _kept;
    private long _served;

    public long Kept => Interlocked.Read(ref _kept);

    public long Served => Interlocked.Read(ref _served);

    public bool TryGet(object key, out ReadOnlyMemory<byte> text)
    {
        text = default;
        if (!_texts.TryGet(key, out var kept) || kept.Chains != chains.Version)
            return false;

        // All parts are found before the first is recorded, because an execution that follows records its own.
        var found = new object[kept.Parts.Length];
        for (var i = 0; i < found.Length; i++)
        {
            if (kept.Parts[i].FindCurrent() is not { } entry)
                return false;
            found[i] = entry;
        }

        for (var i = 0; i < found.Length; i++)
            kept.Parts[i].Serve(found[i]);
        Interlocked.Increment(ref _served);
        text = kept.Text;
        return true;
    }

    public bool CanKeep() => options.Value.KeepResponses && UpstreamUsageRecorder.Current is { IsRepeatable: true };

    public void Keep(object key, ReadOnlyMemory<byte> text)
    {
        Interlocked.Increment(ref _kept);
        var parts = UpstreamUsageRecorder.Current!.CachedParts;
        _texts.Set(key, new KeptText(text, parts, chains.Version), text.Length + (BytesPerPart * parts.Length));
    }

    private sealed record KeptText(ReadOnlyMemory<byte> Text, ICachedPart[] Parts, int Chains);
}
