using System.Security.Cryptography;
using Couverture.AspNetCore.Streaming;
using Couverture.Execution;

namespace Couverture.AspNetCore.ServerSentEvents;

/// <summary>
/// A reserved connection of server-sent events, with the operations whose results it carries. It ends with its connection, or if the
/// connection is not opened in time.
/// </summary>
internal sealed class Reservation : IDisposable
{
    private readonly CancellationTokenSource _ended;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<EventStream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isClaimed;

    public Reservation(GraphQLEventStreamOptions options, TimeProvider time)
    {
        Operations = new ActiveOperations(options.MaxOperations);
        _ended = new CancellationTokenSource(options.ReservationTimeout, time);
        Ended = _ended.Token;
        Ended.UnsafeRegister(static completion => ((TaskCompletionSource)completion!).TrySetResult(), _completion);
    }

    /// <summary>The secret that identifies the reservation: 128 random bits in hexadecimal.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public ActiveOperations Operations { get; }

    /// <summary>Signals that the reservation has ended and no results can be delivered.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Completes when <see cref="Ended"/> is signaled.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Claims the reservation for a connection and cancels its timeout. Returns false if another connection has claimed it.</summary>
    public bool TryClaim()
    {
        if (Interlocked.Exchange(ref _isClaimed, 1) == 1)
            return false;
        try
        {
            _ended.CancelAfter(Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The reservation has just ended, which the caller observes through Completion.
        }

        return true;
    }

    /// <summary>Sets the stream to which the operations write.</summary>
    public void SetStream(EventStream stream) => _opened.TrySetResult(stream);

    public void End()
    {
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The reservation has already ended.
        }
    }

    /// <summary>Writes the results of an operation as soon as the connection is open.</summary>
    public async Task DeliverAsync(ActiveOperation operation, ResponseStream results)
    {
        await using var disposeResults = results;
        try
        {
            var stream = await _opened.Task.WaitAsync(operation.CancellationToken);
            await foreach (var result in results.WithCancellation(operation.CancellationToken))
                await stream.WriteNextAsync(result, operation.Id, operation.CancellationToken);
            operation.ReleaseId();
            await stream.WriteCompleteAsync(operation.Id, operation.CancellationToken);
        }
        catch (OperationCanceledException) when (operation.CancellationToken.IsCancellationRequested || Ended.IsCancellationRequested)
        {
            // The operation was cancelled, so its remaining results are dropped.
        }
    }

    public void Dispose() => _ended.Dispose();
}
