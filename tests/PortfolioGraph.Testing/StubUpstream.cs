using System.Net;

namespace PortfolioGraph.Testing;

/// <summary>A request that <see cref="StubUpstream"/> received.</summary>
/// <param name="PathAndQuery">As sent.</param>
/// <param name="Authorization">The header's text; null when none was sent.</param>
/// <param name="Headers">All headers by name, values joined with a comma.</param>
public sealed record StubRequest(string PathAndQuery, string? Authorization, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The part before the question mark.</summary>
    public string Path => PathAndQuery.Split('?')[0];
}

/// <summary>What a test did not foresee.</summary>
/// <param name="request">The request's path and query.</param>
public sealed class UnexpectedRequestException(string request) : Exception($"The test did not expect the request {request}");

/// <summary>
/// The REST API as a test wants it, in place of the network. Paths are given by their end (<c>v4/general/current_value</c>), with a query
/// (<c>...?addresses=0x...</c>) only where the test wants that query alone; the answer told last wins, one with a query before one without.
/// A request without an answer fails with its path, and stays in <see cref="Unexpected"/>.
/// </summary>
public sealed class StubUpstream : HttpMessageHandler
{
    // Not WireMock.Net: it opens sockets, and a handler in memory runs under a clock that the test moves.

    private readonly Lock _gate = new();
    private readonly List<(string Path, Func<StubRequest, StubAnswer> Answer)> _answers = [];
    private readonly List<StubRequest> _requests = [];
    private readonly List<StubRequest> _unexpected = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _watchers = [];

    /// <summary>All requests so far, in order of arrival.</summary>
    public IReadOnlyList<StubRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>The requests that no answer was told for; a test of something that turns failures into data looks here.</summary>
    public IReadOnlyList<StubRequest> Unexpected
    {
        get
        {
            lock (_gate)
                return [.. _unexpected];
        }
    }

    /// <summary>Answers 200 with JSON.</summary>
    /// <param name="path">The path's end.</param>
    /// <param name="json">The body.</param>
    public StubUpstream Answers(string path, string json) => Answers(path, StubAnswer.Json(json));

    /// <summary>Answers 200 with JSON made for each request.</summary>
    /// <param name="path">The path's end.</param>
    /// <param name="json">Makes the body.</param>
    public StubUpstream Answers(string path, Func<StubRequest, string> json) => Add(path, request => StubAnswer.Json(json(request)));

    /// <summary>Answers the same each time.</summary>
    /// <param name="path">The path's end.</param>
    /// <param name="answer">The answer.</param>
    public StubUpstream Answers(string path, StubAnswer answer) => Add(path, _ => answer);

    /// <summary>Answers a status.</summary>
    /// <param name="path">The path's end.</param>
    /// <param name="status">The status.</param>
    /// <param name="body">The body.</param>
    public StubUpstream AnswersStatus(string path, HttpStatusCode status, string body = "") => Answers(path, StubAnswer.Status(status, body));

    /// <summary>Gives one answer after the other; the last one stays.</summary>
    /// <param name="path">The path's end.</param>
    /// <param name="answers">At least one.</param>
    public StubUpstream AnswersInTurn(string path, params StubAnswer[] answers)
    {
        var given = -1;
        return Add(path, _ => answers[Math.Min(Interlocked.Increment(ref given), answers.Length - 1)]);
    }

    /// <summary>Never answers.</summary>
    /// <param name="path">The path's end.</param>
    public StubUpstream Hangs(string path) => Answers(path, StubAnswer.Hang());

    /// <summary>Breaks the connection.</summary>
    /// <param name="path">The path's end.</param>
    public StubUpstream Resets(string path) => Answers(path, StubAnswer.Reset());

    /// <summary>Ends when that many requests have come in all.</summary>
    /// <param name="count">How many.</param>
    public Task ReceivedAsync(int count)
    {
        lock (_gate)
        {
            if (_requests.Count >= count)
                return Task.CompletedTask;

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((count, reached));
            return reached.Task;
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var received = new StubRequest(
            request.RequestUri!.PathAndQuery,
            request.Headers.Authorization?.ToString(),
            request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));

        var answer = Receive(received) ?? throw new UnexpectedRequestException(received.PathAndQuery);
        var response = await answer(received).RespondAsync(cancellationToken).ConfigureAwait(false);
        response.RequestMessage = request;
        return response;
    }

    private StubUpstream Add(string path, Func<StubRequest, StubAnswer> answer)
    {
        lock (_gate)
            _answers.Add(('/' + path.TrimStart('/'), answer));
        return this;
    }

    private Func<StubRequest, StubAnswer>? Receive(StubRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            foreach (var (_, reached) in _watchers.Where(watcher => watcher.Count == _requests.Count))
                reached.SetResult();

            var answer = _answers.LastOrDefault(known => known.Path.Contains('?', StringComparison.Ordinal) && request.PathAndQuery.EndsWith(known.Path, StringComparison.Ordinal)).Answer
                ?? _answers.LastOrDefault(known => request.Path.EndsWith(known.Path, StringComparison.Ordinal)).Answer;
            if (answer is null)
                _unexpected.Add(request);
            return answer;
        }
    }
}
