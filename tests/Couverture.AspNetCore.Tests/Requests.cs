namespace Couverture.AspNetCore.Tests;

/// <summary>Creates the requests of tests and reads their responses.</summary>
internal static class Requests
{
    public const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";
    public const string Json = "application/json; charset=utf-8";

    public static HttpRequestMessage Post(string body, string? accept = null, string? contentType = "application/json") =>
        Post(Encoding.UTF8.GetBytes(body), accept, contentType);

    public static HttpRequestMessage Post(byte[] body, string? accept = null, string? contentType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return request.Accepting(accept);
    }

    public static HttpRequestMessage Get(string address, string? accept = null) => new HttpRequestMessage(HttpMethod.Get, address).Accepting(accept);

    public static HttpRequestMessage Accepting(this HttpRequestMessage request, string? accept)
    {
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }

    /// <summary>Sends a request and reads the response, which must have <c>X-Content-Type-Options: nosniff</c>.</summary>
    public static async Task<TestResponse> GetResponseAsync(this HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.SendAsync(request);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        return new TestResponse(response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }

    public static async Task<TestResponse> GetResponseAsync(this SharedHost host, HttpRequestMessage request) => await host.Client.GetResponseAsync(request);
}

/// <summary>A response with its whole body.</summary>
internal sealed record TestResponse(HttpStatusCode Status, string? ContentType, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    /// <summary>The only error. It must have a message and a code; the response must contain neither data nor a stack trace.</summary>
    public (string Message, string Code) Error
    {
        get
        {
            Body.ShouldNotContain("   at ");
            var root = JsonDocument.Parse(Body).RootElement;
            root.TryGetProperty("data", out _).ShouldBeFalse();
            var error = root.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
            return (error.GetProperty("message").GetString()!, error.GetProperty("extensions").GetProperty("code").GetString()!);
        }
    }
}
