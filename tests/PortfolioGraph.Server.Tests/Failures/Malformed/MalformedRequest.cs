using System.Text;
using System.Text.Json;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>A request that the server must reject, and the expected response.</summary>
/// <param name="Name">The error in the request.</param>
/// <param name="Bytes">The complete request.</param>
/// <param name="Status">The HTTP status of the response; <see cref="Closed"/> if the server closes the connection without a response.</param>
/// <param name="Code">The <c>extensions.code</c> of the errors; null if the web server rejects the request without a body.</param>
internal sealed record MalformedRequest(string Name, byte[] Bytes, int Status, string? Code)
{
    /// <summary>The status if there is no response.</summary>
    public const int Closed = 0;

    /// <summary>Whether the client closes its side of the connection after the request.</summary>
    public bool IsHalfClosed { get; init; }

    /// <summary>How HotChocolate differs; null if no difference is known.</summary>
    public string? OnHotChocolate { get; init; }

    /// <summary>Whether the server may also close the connection without a response. This depends on how much of a partial request head it reads first.</summary>
    public bool MayBeClosed { get; init; }

    /// <summary>Checks that a response has the expected status and code, and no implementation details.</summary>
    /// <param name="response">The response to this request.</param>
    public void Check(RawResponse response)
    {
        if (!(MayBeClosed && response.Status == Closed))
            response.Status.ShouldBe(Status, response.Text);
        response.Codes.ShouldBe(Code is null ? [] : [Code], response.Text);
        response.Text.ShouldNotContain("   at ");
        response.Text.ShouldNotContain("Exception");
    }

    /// <summary>Returns a POST request with the usual headers.</summary>
    /// <param name="name">The error in the request.</param>
    /// <param name="body">The body.</param>
    /// <param name="status">The expected status.</param>
    /// <param name="code">The expected code.</param>
    /// <param name="headers">Additional headers, each with its line break.</param>
    /// <param name="contentType">The media type; null for none.</param>
    public static MalformedRequest Post(string name, byte[] body, int status, string? code, string headers = "", string? contentType = "application/json") =>
        new(name, [.. Encoding.Latin1.GetBytes(Head("POST /graphql HTTP/1.1", (contentType is null ? "" : $"Content-Type: {contentType}\r\n") + $"Content-Length: {body.Length}\r\n{headers}")), .. body], status, code);

    /// <inheritdoc cref="Post(string, byte[], int, string?, string, string?)"/>
    public static MalformedRequest Post(string name, string body, int status, string? code, string headers = "", string? contentType = "application/json") =>
        Post(name, Encoding.UTF8.GetBytes(body), status, code, headers, contentType);

    /// <summary>Returns a request whose only error is in its document or variables.</summary>
    /// <param name="name">The error in the request.</param>
    /// <param name="query">The document.</param>
    /// <param name="status">The expected status.</param>
    /// <param name="code">The expected code.</param>
    /// <param name="variables">The variables; null for none.</param>
    /// <param name="operationName">The name of the operation; null for none.</param>
    public static MalformedRequest Query(string name, string query, int status, string code, object? variables = null, string? operationName = null) =>
        Post(name, JsonSerializer.SerializeToUtf8Bytes(new { query, variables, operationName }), status, code);

    /// <summary>Returns a request with exactly the given text.</summary>
    /// <param name="name">The error in the request.</param>
    /// <param name="text">The complete request, in Latin-1.</param>
    /// <param name="status">The expected status.</param>
    /// <param name="code">The expected code.</param>
    public static MalformedRequest Raw(string name, string text, int status, string? code = null) => new(name, Encoding.Latin1.GetBytes(text), status, code);

    /// <summary>Returns a request line with the usual headers.</summary>
    /// <param name="line">The request line.</param>
    /// <param name="headers">Additional headers, each with its line break.</param>
    public static string Head(string line, string headers = "") =>
        $"{line}\r\nHost: localhost\r\nAccept: application/graphql-response+json\r\nConnection: close\r\n{headers}\r\n";

    /// <inheritdoc />
    public override string ToString() => Name;
}
