namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>Holds requests back until a test lets them through, and sees which are given up.</summary>
internal sealed class GatedHandler : DelegatingHandler
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GatedHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    /// <summary>Ends when a request was given up by its caller.</summary>
    public Task GivenUp => _givenUp.Task;

    public void Open() => _open.SetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Counted by the stub as received, answered when the gate opens.
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await _open.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _givenUp.TrySetResult();
            throw;
        }

        return response;
    }
}
