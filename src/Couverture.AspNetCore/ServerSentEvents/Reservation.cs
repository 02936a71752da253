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

    /// <summary>What shows who made the reservation; 128 bits that nobody can guess.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public ActiveOperations Operations { get; }

    /// <summary>Nobody will read its results any more.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Ends with <see cref="Ended"/>.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Whether the caller is the one connection of this reservation, which then lasts as long as the connection.</summary>
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
            // It ended in this moment, which the caller will see.
        }

        return true;
    }

    /// <summary>Gives the operations the stream to write to.</summary>
    public void SetStream(EventStream stream) => _opened.TrySetResult(stream);

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
            // Nobody waits for the rest.
        }
    }

    public void Dispose() => _ended.Dispose();
}
