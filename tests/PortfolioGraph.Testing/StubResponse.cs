using System.Net;
using System.Text;

namespace PortfolioGraph.Testing;

/// <summary>A response of <see cref="StubUpstream"/>, or a failure to respond.</summary>
public sealed class StubResponse
{
    private readonly Func<CancellationToken, Task<HttpResponseMessage>> _respond;
    private readonly List<(string Name, string Value)> _headers = [];

    private StubResponse(Func<CancellationToken, Task<HttpResponseMessage>> respond) => _respond = respond;

    /// <summary>Returns status 200 with JSON.</summary>
    /// <param name="json">The body.</param>
    public static StubResponse Json(string json) => Status(HttpStatusCode.OK, json);

    /// <summary>Returns a status with a text body.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body.</param>
    /// <param name="mediaType">The media type.</param>
    public static StubResponse Status(HttpStatusCode status, string body = "", string mediaType = "application/json") =>
        Of(() => new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) });

    /// <summary>Returns status 200 with raw bytes.</summary>
    /// <param name="body">The body.</param>
    public static StubResponse Bytes(byte[] body) =>
        Of(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });

    /// <summary>Returns status 200 with a streamed body without a length.</summary>
    /// <param name="body">Opens the body.</param>
    public static StubResponse Stream(Func<Stream> body) => Stream(HttpStatusCode.OK, body);

    /// <summary>Returns a status with a streamed body without a length.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">Opens the body.</param>
    public static StubResponse Stream(HttpStatusCode status, Func<Stream> body) =>
        Of(() => new HttpResponseMessage(status) { Content = new StreamContent(body()) });

    /// <summary>Does not respond until the request is cancelled.</summary>
    public static StubResponse Hang() => new(static async ct =>
    {
        await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(false);
        throw new InvalidOperationException("A hanging request ends only by cancellation.");
    });

    /// <summary>Resets the connection before a response.</summary>
    public static StubResponse Reset() => Throw(static () => new HttpRequestException("Connection reset by peer"));

    /// <summary>Throws an exception of the transport.</summary>
    /// <param name="create">Creates the exception.</param>
    public static StubResponse Throw(Func<Exception> create) => new(_ => Task.FromException<HttpResponseMessage>(create()));

    /// <summary>Adds a header.</summary>
    /// <param name="name">The name of the header.</param>
    /// <param name="value">The value, which is not validated.</param>
    public StubResponse With(string name, string value)
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

    private static StubResponse Of(Func<HttpResponseMessage> create) => new(_ => Task.FromResult(create()));
}
