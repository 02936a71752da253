using System.Net.Http.Headers;
using System.Text.Json;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Sandbox.Tests;

/// <summary>A sandbox for one test or test class, with a stopped clock and a client that sends a key.</summary>
public sealed class Api : IAsyncLifetime, IDisposable
{
    private HttpClient? _client;

    public SandboxServer Server { get; private set; } = null!;

    public SteppedTimeProvider Time { get; private init; } = new();

    public SandboxOptions Options => Server.Options;

    public HttpClient Client => _client!;

    public static async Task<Api> StartAsync(SandboxOptions? options = null, SteppedTimeProvider? time = null)
    {
        var api = new Api { Time = time ?? new SteppedTimeProvider() };
        await api.StartServerAsync(options ?? new SandboxOptions());
        return api;
    }

    public Task InitializeAsync() => StartServerAsync(new SandboxOptions());

    public async Task DisposeAsync()
    {
        Dispose();
        await Server.DisposeAsync();
    }

    public void Dispose() => _client?.Dispose();

    public HttpResponseMessage Send(string pathAndQuery, string? key = "any", HttpMethod? method = null) =>
        Client.Send(Request(pathAndQuery, key, method));

    public Task<HttpResponseMessage> SendAsync(string pathAndQuery, CancellationToken ct = default) =>
        Client.SendAsync(Request(pathAndQuery, "any", null), ct);

    /// <summary>Returns the response body and asserts status 200.</summary>
    public string Text(string pathAndQuery)
    {
        using var response = Send(pathAndQuery);
        var body = Body(response);
        ((int)response.StatusCode).ShouldBe(200, $"{pathAndQuery}: {body}");
        return body;
    }

    public JsonElement Json(string pathAndQuery) => JsonDocument.Parse(Text(pathAndQuery)).RootElement;

    /// <summary>Returns the member <c>result</c> of the response and asserts status 200.</summary>
    public JsonElement Result(string pathAndQuery) => Json(pathAndQuery).GetProperty("result");

    public IReadOnlyList<JsonElement> Rows(string pathAndQuery) => [.. Result(pathAndQuery).EnumerateArray()];

    public static string Body(HttpResponseMessage response)
    {
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return reader.ReadToEnd();
    }

    /// <summary>Returns the query string for addresses.</summary>
    public static string Query(params string[] addresses) => string.Join('&', addresses.Select(a => $"addresses={a}"));

    private HttpRequestMessage Request(string pathAndQuery, string? key, HttpMethod? method)
    {
        var uri = pathAndQuery.StartsWith('/') ? new Uri(Server.BaseAddress, pathAndQuery) : new Uri($"{Server.BaseAddress}/{pathAndQuery}");
        var request = new HttpRequestMessage(method ?? HttpMethod.Get, uri);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    private async Task StartServerAsync(SandboxOptions options)
    {
        Server = await SandboxServer.StartAsync(options, Time);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
    }
}

internal static class JsonExtensions
{
    public static decimal Usd(this JsonElement row, string name = "value_usd") => row.GetProperty(name).GetDecimal();

    public static decimal? NumberOrNull(this JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal() : null;

    public static decimal Number(this JsonElement row, string name) => row.GetProperty(name).GetDecimal();

    public static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;

    /// <summary>Returns a chain id. Null in the row for all chains.</summary>
    public static long? Chain(this JsonElement row, string name = "chain_id") => row.Integer(name);

    public static long? Integer(this JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    public static IEnumerable<JsonElement> List(this JsonElement row, string name) => row.GetProperty(name).EnumerateArray();
}
