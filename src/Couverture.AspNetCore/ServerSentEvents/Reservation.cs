using System.Security.Cryptography;
using Couverture.AspNetCore.Streaming;
using Couverture.Execution;

namespace Couverture.AspNetCore.ServerSentEvents;

/// <summary>
/// A place for one connection of server-sent events, with the operations whose results it will carry. It ends when its connection ends, or
/// when none comes in time.
/// </summary>
internal sealed class Reservation : IDisposable
{
    private readonly CancellationTokenSource _ended;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<EventStream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isTaken;

    public Reservation(GraphQLEventStreamOptions options, TimeProvider time)
    {
        Operations = new ActiveOperations(options.MaxOperations);
        _ended = new CancellationTokenSource(options.ReservationTimeout, time);
        Ended = _ended.Token;
        Ended.UnsafeRegister(static over => ((TaskCompletionSource)over!).TrySetResult(), _over);
    }

    /// <summary>What shows who made the reservation; 128 bits that nobody can guess.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public ActiveOperations Operations { get; }

    /// <summary>Nobody will read its results any more.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Ends with <see cref="Ended"/>.</summary>
    public Task Over => _over.Task;

    /// <summary>Whether the caller is the one connection of this reservation, which then lasts as long as the connection.</summary>
    public bool TryTake()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) == 1)
            return false;
        try
        {
            _ended.CancelAfter(Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment, which the caller will see.
        }

        return true;
    }

    /// <summary>Gives the operations the stream to write to.</summary>
    public void Open(EventStream stream) => _opened.TrySetResult(stream);

    public void End()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    /// <summary>Writes the results of an operation, as soon as the connection is there, and ends the operation.</summary>
    public async Task DeliverAsync(ActiveOperation operation, ResponseStream results)
    {
        await using var ending = results;
        try
        {
            var stream = await _opened.Task.WaitAsync(operation.Unwanted);
            await foreach (var result in results.WithCancellation(operation.Unwanted))
                await stream.NextAsync(result, operation.Id, operation.Unwanted);
            operation.Release();
            await stream.CompleteAsync(operation.Id, operation.Unwanted);
        }
        catch (OperationCanceledException) when (operation.Unwanted.IsCancellationRequested || Ended.IsCancellationRequested)
        {
            // Nobody waits for the rest.
        }
    }

    public void Dispose() => _ended.Dispose();
}
