namespace Couverture.AspNetCore.Tests.ServerSentEvents;

/// <summary>Reads an event stream line by line.</summary>
internal sealed class EventReader : IDisposable
{
    // Real time, so that a failing test ends.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new StreamReader(body));

    public HttpResponseMessage Response => _response;

    public static async Task<EventReader> OpenAsync(GraphQLHost host, HttpRequestMessage request)
    {
        var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Timeout);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType?.ToString().ShouldBe("text/event-stream; charset=utf-8");
        var reader = new EventReader(response, await response.Content.ReadAsStreamAsync());
        (await reader.ReadAsync()).ShouldBe(":");
        return reader;
    }

    /// <summary>Returns the lines of the next event, joined with spaces; null at the end of the stream.</summary>
    public async Task<string?> ReadAsync()
    {
        var lines = new List<string>();
        while (await _lines.ReadLineAsync().WaitAsync(Timeout) is { } line)
        {
            if (line.Length == 0)
                return string.Join(' ', lines);
            lines.Add(line);
        }
        lines.ShouldBeEmpty();
        return null;
    }

    /// <summary>Disconnects.</summary>
    public void Dispose() => _response.Dispose();
}
