using System.Net;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>A recorded response of the sandbox.</summary>
internal sealed record RecordedResponse(HttpStatusCode Status, string MediaType, byte[] Body)
{
    public HttpResponseMessage ToResponse(byte[]? body = null)
    {
        var content = new ByteArrayContent(body ?? Body);
        content.Headers.TryAddWithoutValidation("Content-Type", MediaType);
        return new HttpResponseMessage(Status) { Content = content };
    }
}

/// <summary>
/// Returns responses of the sandbox, each recorded once, and applies a fault to some of them. A fault waits until the other requests of its operation have their
/// responses. It can then not affect them through the clock or the rate limit.
/// </summary>
internal sealed class FaultyUpstream(SandboxServer sandbox, TimeProvider time) : HttpMessageHandler
{
    private readonly HttpClient _client = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RecordedResponse> _responses = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Reached)> _watchers = [];
    private List<string> _requests = [];
    private Func<string, bool> _matches = static _ => false;
    private MatrixFault? _fault;
    private int _expected;
    private int _inFlight;
    private int _blocked;
    private readonly List<TaskCompletionSource> _hung = [];
    private int _hangCount;
    private bool _isActive;

    public TimeProvider Time => time;

    /// <summary>The number of requests that hang now.</summary>
    public int HangingNow
    {
        get
        {
            lock (_lock)
                return _hung.Count;
        }
    }

    /// <summary>The number of requests that have hung since the fault started.</summary>
    public int HangCount
    {
        get
        {
            lock (_lock)
                return _hangCount;
        }
    }

    /// <summary>Starts to apply a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="matches">Whether the fault affects a request, given as text below the prefix.</param>
    /// <param name="expected">The number of requests of a healthy operation.</param>
    public void StartFault(MatrixFault fault, Func<string, bool> matches, int expected)
    {
        lock (_lock)
            (_fault, _matches, _expected, _isActive, _hangCount) = (fault, matches, expected, false, 0);
    }

    /// <summary>Stops applying the fault.</summary>
    public void StopFault()
    {
        lock (_lock)
            (_fault, _matches) = (null, static _ => false);
    }

    /// <summary>Returns and removes the requests since the last call, in order, as text below the prefix and without <c>use_cache</c>.</summary>
    public IReadOnlyList<string> TakeRequests()
    {
        lock (_lock)
        {
            var taken = _requests;
            _requests = [];
            return taken;
        }
    }

    /// <summary>Completes when enough requests have hung since the fault started, enough of them hang now, and no other request is in flight.</summary>
    public Task WaitForHangsAsync(int hangs, int now) => WhenAsync(() => _isActive && _hangCount >= hangs && _hung.Count >= now && _inFlight == _hung.Count);

    /// <summary>Completes when the fault is active.</summary>
    public Task WaitForFaultAsync() => WhenAsync(() => _isActive);

    /// <summary>Completes when the requests that hang now are cancelled.</summary>
    public Task WaitForCancellationsAsync()
    {
        lock (_lock)
            return Task.WhenAll(_hung.Select(static hang => hang.Task));
    }

    /// <summary>Waits until the request is cancelled.</summary>
    public async Task HangAsync(CancellationToken cancellationToken)
    {
        var hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Update(() =>
        {
            _hung.Add(hang);
            _hangCount++;
        });
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Update(() => _hung.Remove(hang));
            hang.SetResult();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var text = FormatRequest(request.RequestUri!);
        Func<string, bool> matches;
        MatrixFault? fault;
        lock (_lock)
            (matches, fault) = (_matches, _fault);
        Update(() =>
        {
            _requests.Add(text);
            _inFlight++;
        });

        try
        {
            var recorded = await GetRecordedAsync(text, cancellationToken);
            HttpResponseMessage response;
            if (fault is not null && matches(text))
            {
                Update(() => _blocked++);
                try
                {
                    await WhenAsync(() => _isActive || (_requests.Count >= _expected && _inFlight == _blocked)).WaitAsync(cancellationToken);
                }
                finally
                {
                    Update(() => (_blocked, _isActive) = (_blocked - 1, true));
                }

                response = await fault.Respond(recorded, this, cancellationToken);
            }
            else
            {
                response = recorded.ToResponse();
            }

            response.RequestMessage = request;
            response.Content = new TrackedContent(response.Content, () => Update(() => _inFlight--));
            return response;
        }
        catch
        {
            Update(() => _inFlight--);
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _client.Dispose();
        base.Dispose(disposing);
    }

    private static string FormatRequest(Uri address)
    {
        var below = address.PathAndQuery["/portfolio/portfolio/".Length..];
        var parts = below.Split('?');
        var query = parts.Length == 1 ? [] : parts[1].Split('&').Where(part => !part.StartsWith("use_cache", StringComparison.Ordinal)).ToArray();
        return query.Length == 0 ? parts[0] : $"{parts[0]}?{string.Join('&', query)}";
    }

    private async Task<RecordedResponse> GetRecordedAsync(string text, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_responses.TryGetValue(text, out var known))
                return known;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{sandbox.BaseAddress.ToString().TrimEnd('/')}/{text}");
        request.Headers.Authorization = new("Bearer", GraphServer.ApiKey);
        using var response = await _client.SendAsync(request, cancellationToken);
        var recorded = new RecordedResponse(response.StatusCode, response.Content.Headers.ContentType!.ToString(), await response.Content.ReadAsByteArrayAsync(cancellationToken));
        lock (_lock)
            _responses[text] = recorded;
        return recorded;
    }

    private Task WhenAsync(Func<bool> condition)
    {
        lock (_lock)
        {
            if (condition())
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((condition, reached));
            return reached.Task;
        }
    }

    private void Update(Action change)
    {
        lock (_lock)
        {
            change();
            foreach (var watcher in _watchers.Where(watcher => watcher.Condition()).ToList())
            {
                _watchers.Remove(watcher);
                watcher.Reached.SetResult();
            }
        }
    }

    /// <summary>A body that reports when it is disposed.</summary>
    private sealed class TrackedContent : HttpContent
    {
        private readonly HttpContent _body;
        private Action? _done;

        public TrackedContent(HttpContent body, Action done)
        {
            (_body, _done) = (body, done);
            foreach (var (name, values) in body.Headers)
                Headers.TryAddWithoutValidation(name, values);
        }

        protected override Task<Stream> CreateContentReadStreamAsync() => _body.ReadAsStreamAsync();

        protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => _body.ReadAsStreamAsync(cancellationToken);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _body.CopyToAsync(stream, context);

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Headers.ContentLength ?? 0;
            return _body.Headers.ContentLength is not null;
        }

        protected override void Dispose(bool disposing)
        {
            _body.Dispose();
            Interlocked.Exchange(ref _done, null)?.Invoke();
            base.Dispose(disposing);
        }
    }
}
