namespace Couverture.LiveHost;

/// <summary>Counts the open source streams, so that a test can check that disconnecting ends them.</summary>
public sealed class SourceStreamCounter
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);

    public void Remove() => Interlocked.Decrement(ref _count);
}
