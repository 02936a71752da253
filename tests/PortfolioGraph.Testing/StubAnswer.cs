using System.Net;
using System.Text;

namespace PortfolioGraph.Testing;

/// <summary>One answer of <see cref="StubUpstream"/>, or one way of not answering.</summary>
public sealed class StubAnswer
{
    private readonly Func<CancellationToken, Task<HttpResponseMessage>> _respond;
    private readonly List<(string Name, string Value)> _headers = [];

    private StubAnswer(Func<CancellationToken, Task<HttpResponseMessage>> respond) => _respond = respond;

    /// <summary>200 with JSON.</summary>
    /// <param name="json">The body.</param>
    public static StubAnswer Json(string json) => Status(HttpStatusCode.OK, json);

    /// <summary>A status with a text body.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body.</param>
    /// <param name="mediaType">Its media type.</param>
    public static StubAnswer Status(HttpStatusCode status, string body = "", string mediaType = "application/json") =>
        Of(() => new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) });

    /// <summary>200 with bytes as they are.</summary>
    /// <param name="body">The body.</param>
    public static StubAnswer Bytes(byte[] body) =>
        Of(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });

    /// <summary>200 with a body that is made while it is read, without a length.</summary>
    /// <param name="body">Opens the body.</param>
    public static StubAnswer Stream(Func<Stream> body) => Stream(HttpStatusCode.OK, body);

    /// <summary>A status with a body that is made while it is read, without a length.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">Opens the body.</param>
    public static StubAnswer Stream(HttpStatusCode status, Func<Stream> body) =>
        Of(() => new HttpResponseMessage(status) { Content = new StreamContent(body()) });

    /// <summary>No answer until the request is given up.</summary>
    public static StubAnswer Hang() => new(static async ct =>
    {
        await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(false);
        throw new InvalidOperationException("A hanging request ends only by being given up.");
    });

    /// <summary>The connection breaks before an answer.</summary>
    public static StubAnswer Reset() => Throw(static () => new HttpRequestException("Connection reset by peer"));

    /// <summary>An exception of the transport.</summary>
    /// <param name="fault">Makes it.</param>
    public static StubAnswer Throw(Func<Exception> fault) => new(_ => Task.FromException<HttpResponseMessage>(fault()));

    /// <summary>The same with a header.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value, unchecked.</param>
    public StubAnswer With(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    internal async Task<HttpResponseMessage> RespondAsync(CancellationToken ct)
    {
        var response = await _respond(ct).ConfigureAwait(false);
        foreach (var (name, value) in _headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    private static StubAnswer Of(Func<HttpResponseMessage> make) => new(_ => Task.FromResult(make()));
}
