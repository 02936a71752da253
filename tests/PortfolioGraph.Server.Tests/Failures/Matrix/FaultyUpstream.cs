using System.Net;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>A true answer as it was recorded.</summary>
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
/// The sandbox's answers, each fetched once and then given from memory, and a fault played on some of them. A fault waits until everything else of its operation is
/// answered: whatever it does to time or to the account's limit, the siblings are through.
/// </summary>
internal sealed class FaultyUpstream(SandboxServer truth, TimeProvider time) : HttpMessageHandler
{
    private readonly HttpClient _truth = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RecordedResponse> _known = [];
    private readonly List<(Func<bool> IsTrue, TaskCompletionSource Reached)> _watchers = [];
    private List<string> _requests = [];
    private Func<string, bool> _hits = static _ => false;
    private MatrixFault? _fault;
    private int _awaited;
    private int _open;
    private int _held;
    private readonly List<TaskCompletionSource> _hung = [];
    private int _hangs;
    private bool _isPlayed;

    public TimeProvider Time => time;

    /// <summary>How many requests hang.</summary>
    public int Hanging
    {
        get
        {
            lock (_gate)
                return _hung.Count;
        }
    }

    /// <summary>How many requests have hung since the fault began.</summary>
    public int Hangs
    {
        get
        {
            lock (_gate)
                return _hangs;
        }
    }

    /// <summary>Plays a fault from now on.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="hits">With which requests, by their text below the prefix.</param>
    /// <param name="awaited">How many requests a healthy operation makes.</param>
    public void Begin(MatrixFault fault, Func<string, bool> hits, int awaited)
    {
        lock (_gate)
            (_fault, _hits, _awaited, _isPlayed, _hangs) = (fault, hits, awaited, false, 0);
    }

    /// <summary>All is well from now on.</summary>
    public void End()
    {
        lock (_gate)
            (_fault, _hits) = (null, static _ => false);
    }

    /// <summary>The requests since the last time, in order, by their text below the prefix and without what says whether a cache may be used.</summary>
    public IReadOnlyList<string> TakeRequests()
    {
        lock (_gate)
        {
            var taken = _requests;
            _requests = [];
            return taken;
        }
    }

    /// <summary>Ends when that many requests have hung since the fault began, that many at least hang now, and nothing else is under way.</summary>
    public Task HungAsync(int hangs, int now) => When(() => _isPlayed && _hangs >= hangs && _hung.Count >= now && _open == _hung.Count);

    /// <summary>Ends when the fault is being played.</summary>
    public Task PlayedAsync() => When(() => _isPlayed);

    /// <summary>Ends when those that hung at this moment were given up.</summary>
    public Task GivenUpAsync()
    {
        lock (_gate)
            return Task.WhenAll(_hung.Select(static hang => hang.Task));
    }

    /// <summary>Never answers.</summary>
    public async Task HangAsync(CancellationToken ct)
    {
        var hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Change(() =>
        {
            _hung.Add(hang);
            _hangs++;
        });
        try
        {
            await Task.Delay(Timeout.Infinite, ct);
        }
        finally
        {
            Change(() => _hung.Remove(hang));
            hang.SetResult();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var text = Text(request.RequestUri!);
        Func<string, bool> hits;
        MatrixFault? fault;
        lock (_gate)
            (hits, fault) = (_hits, _fault);
        Change(() =>
        {
            _requests.Add(text);
            _open++;
        });

        try
        {
            var answer = await TruthAsync(text, cancellationToken);
            HttpResponseMessage response;
            if (fault is not null && hits(text))
            {
                Change(() => _held++);
                try
                {
                    await When(() => _isPlayed || (_requests.Count >= _awaited && _open == _held)).WaitAsync(cancellationToken);
                }
                finally
                {
                    Change(() => (_held, _isPlayed) = (_held - 1, true));
                }

                response = await fault.Play(answer, this, cancellationToken);
            }
            else
            {
                response = answer.ToResponse();
            }

            response.RequestMessage = request;
            response.Content = new WatchedContent(response.Content, () => Change(() => _open--));
            return response;
        }
        catch
        {
            Change(() => _open--);
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _truth.Dispose();
        base.Dispose(disposing);
    }

    private static string Text(Uri address)
    {
        var below = address.PathAndQuery["/portfolio/portfolio/".Length..];
        var parts = below.Split('?');
        var query = parts.Length == 1 ? [] : parts[1].Split('&').Where(part => !part.StartsWith("use_cache", StringComparison.Ordinal)).ToArray();
        return query.Length == 0 ? parts[0] : $"{parts[0]}?{string.Join('&', query)}";
    }

    private async Task<RecordedResponse> TruthAsync(string text, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(text, out var known))
                return known;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{truth.BaseAddress.ToString().TrimEnd('/')}/{text}");
        request.Headers.Authorization = new("Bearer", GraphServer.ApiKey);
        using var response = await _truth.SendAsync(request, ct);
        var answer = new RecordedResponse(response.StatusCode, response.Content.Headers.ContentType!.ToString(), await response.Content.ReadAsByteArrayAsync(ct));
        lock (_gate)
            _known[text] = answer;
        return answer;
    }

    private Task When(Func<bool> isTrue)
    {
        lock (_gate)
        {
            if (isTrue())
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((isTrue, reached));
            return reached.Task;
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            foreach (var watcher in _watchers.Where(watcher => watcher.IsTrue()).ToList())
            {
                _watchers.Remove(watcher);
                watcher.Reached.SetResult();
            }
        }
    }

    /// <summary>A body that says when it was done with.</summary>
    private sealed class WatchedContent : HttpContent
    {
        private readonly HttpContent _body;
        private Action? _done;

        public WatchedContent(HttpContent body, Action done)
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
