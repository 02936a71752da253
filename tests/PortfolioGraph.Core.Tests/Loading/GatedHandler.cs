namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>Holds requests back until a test lets them through, and sees which are given up.</summary>
internal sealed class GatedHandler : DelegatingHandler
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;
    private int _cancelledCount;

    public GatedHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    /// <summary>Ends when a request was given up by its caller.</summary>
    public Task Cancelled => _cancelled.Task;

    /// <summary>How many requests were sent and neither answered nor given up.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate)
                return _inFlight;
        }
    }

    /// <summary>How many requests were given up by their callers.</summary>
    public int CancelledCount => Volatile.Read(ref _cancelledCount);

    public void Open() => _open.SetResult();

    /// <summary>Ends when no request is in flight.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
            return _inFlight == 0 ? Task.CompletedTask : _idle.Task;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_gate)
            _inFlight++;
        try
        {
            // Counted by the stub as received, answered when the gate opens.
            var response = await base.SendAsync(request, cancellationToken);
            await _open.Task.WaitAsync(cancellationToken);
            return response;
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelledCount);
            _cancelled.TrySetResult();
            throw;
        }
        finally
        {
            EndRequest();
        }
    }

    private void EndRequest()
    {
        lock (_gate)
        {
            if (--_inFlight > 0)
                return;
            _idle.SetResult();
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
