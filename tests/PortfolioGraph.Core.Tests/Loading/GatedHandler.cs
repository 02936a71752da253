namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>Holds responses back until a test opens the gate, and counts the requests that are cancelled.</summary>
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

    /// <summary>Completes when a request was cancelled.</summary>
    public Task Cancelled => _cancelled.Task;

    /// <summary>How many requests were sent and have neither a response nor been cancelled.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate)
                return _inFlight;
        }
    }

    /// <summary>How many requests were cancelled.</summary>
    public int CancelledCount => Volatile.Read(ref _cancelledCount);

    public void Open() => _open.SetResult();

    /// <summary>Completes when no request is in flight.</summary>
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
            // The stub counts the request as received; its response passes when the gate opens.
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
