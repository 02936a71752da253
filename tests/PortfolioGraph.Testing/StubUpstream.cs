using System.Net;

namespace PortfolioGraph.Testing;

/// <summary>A request that <see cref="StubUpstream"/> received.</summary>
/// <param name="PathAndQuery">The path and query as sent.</param>
/// <param name="Authorization">The authorization header. Null if none was sent.</param>
/// <param name="Headers">All headers by name, with values joined by commas.</param>
public sealed record StubRequest(string PathAndQuery, string? Authorization, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The path without the query.</summary>
    public string Path => PathAndQuery.Split('?')[0];
}

/// <summary>Thrown for a request that the test did not expect.</summary>
/// <param name="request">The path and query of the request.</param>
public sealed class UnexpectedRequestException(string request) : Exception($"The test did not expect the request {request}");

/// <summary>
/// A stub of the REST API that replaces the network. A response is configured for the end of a path (<c>v4/general/current_value</c>), or for a path with an exact query
/// (<c>...?addresses=0x...</c>). A response with a query takes precedence, then the one configured last. A request without a configured response throws and is recorded in
/// <see cref="Unexpected"/>.
/// </summary>
public sealed class StubUpstream : HttpMessageHandler
{
    // Not WireMock.Net, which opens sockets. A handler in memory works with the tests' fake clock.

    private readonly Lock _gate = new();
    private readonly List<(string Path, Func<StubRequest, StubResponse> Respond)> _responses = [];
    private readonly List<StubRequest> _requests = [];
    private readonly List<StubRequest> _unexpected = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _watchers = [];

    /// <summary>All received requests, in order.</summary>
    public IReadOnlyList<StubRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>The requests without a configured response. Check this list if the tested code turns exceptions into results.</summary>
    public IReadOnlyList<StubRequest> Unexpected
    {
        get
        {
            lock (_gate)
                return [.. _unexpected];
        }
    }

    /// <summary>Responds with status 200 and JSON.</summary>
    /// <param name="path">The end of the path.</param>
    /// <param name="json">The body.</param>
    public StubUpstream Returns(string path, string json) => Returns(path, StubResponse.Json(json));

    /// <summary>Responds with status 200 and JSON that is created for each request.</summary>
    /// <param name="path">The end of the path.</param>
    /// <param name="json">Creates the body.</param>
    public StubUpstream Returns(string path, Func<StubRequest, string> json) => Add(path, request => StubResponse.Json(json(request)));

    /// <summary>Responds in the same way to each request.</summary>
    /// <param name="path">The end of the path.</param>
    /// <param name="response">The response.</param>
    public StubUpstream Returns(string path, StubResponse response) => Add(path, _ => response);

    /// <summary>Responds with a status.</summary>
    /// <param name="path">The end of the path.</param>
    /// <param name="status">The status.</param>
    /// <param name="body">The body.</param>
    public StubUpstream ReturnsStatus(string path, HttpStatusCode status, string body = "") => Returns(path, StubResponse.Status(status, body));

    /// <summary>Responds with each response in sequence, and then repeats the last one.</summary>
    /// <param name="path">The end of the path.</param>
    /// <param name="responses">At least one response.</param>
    public StubUpstream ReturnsInSequence(string path, params StubResponse[] responses)
    {
        var last = -1;
        return Add(path, _ => responses[Math.Min(Interlocked.Increment(ref last), responses.Length - 1)]);
    }

    /// <summary>Never responds.</summary>
    /// <param name="path">The end of the path.</param>
    public StubUpstream Hangs(string path) => Returns(path, StubResponse.Hang());

    /// <summary>Resets the connection.</summary>
    /// <param name="path">The end of the path.</param>
    public StubUpstream Resets(string path) => Returns(path, StubResponse.Reset());

    /// <summary>Completes when the given number of requests has been received in total.</summary>
    /// <param name="count">The number of requests.</param>
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

        var respond = Receive(received) ?? throw new UnexpectedRequestException(received.PathAndQuery);
        var response = await respond(received).RespondAsync(cancellationToken).ConfigureAwait(false);
        response.RequestMessage = request;
        return response;
    }

    private StubUpstream Add(string path, Func<StubRequest, StubResponse> respond)
    {
        lock (_gate)
            _responses.Add(('/' + path.TrimStart('/'), respond));
        return this;
    }

    private Func<StubRequest, StubResponse>? Receive(StubRequest request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            foreach (var (_, reached) in _watchers.Where(watcher => watcher.Count == _requests.Count))
                reached.SetResult();

            var respond = _responses.LastOrDefault(known => known.Path.Contains('?', StringComparison.Ordinal) && request.PathAndQuery.EndsWith(known.Path, StringComparison.Ordinal)).Respond
                ?? _responses.LastOrDefault(known => request.Path.EndsWith(known.Path, StringComparison.Ordinal)).Respond;
            if (respond is null)
                _unexpected.Add(request);
            return respond;
        }
    }
}
