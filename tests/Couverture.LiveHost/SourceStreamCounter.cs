namespace Couverture.LiveHost;

/// <summary>Counts the source streams that are open, so that a client can see its leaving end them.</summary>
public sealed class SourceStreamCounter
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);

    public void Remove() => Interlocked.Decrement(ref _count);
}
