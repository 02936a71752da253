using System.Text;
using System.Text.Json;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>A request that must be refused, as it goes over the wire, and how.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="Status">The HTTP status of the answer; <see cref="Closed"/> where the connection is closed without one.</param>
/// <param name="Code">The <c>extensions.code</c> of the answer's errors; null where the web server refuses before the graph sees it, with no body.</param>
internal sealed record MalformedRequest(string Name, byte[] Bytes, int Status, string? Code)
{
    /// <summary>Stands for the status where there is no answer.</summary>
    public const int Closed = 0;

    /// <summary>Whether the client says that nothing more comes.</summary>
    public bool IsHalfClosed { get; init; }

    /// <summary>What HotChocolate does otherwise; null for nothing that is known.</summary>
    public string? OnHotChocolate { get; init; }

    /// <summary>Whether the connection may as well be closed without an answer: the web server sees a half-sent head and its end together, or the end alone.</summary>
    public bool MayBeClosed { get; init; }

    /// <summary>Holds an answer to what this request is to get: its status, its code, nothing of our insides.</summary>
    /// <param name="answer">What came back.</param>
    public void Check(RawResponse answer)
    {
        if (!(MayBeClosed && answer.Status == Closed))
            answer.Status.ShouldBe(Status, answer.Text);
        answer.Codes.ShouldBe(Code is null ? [] : [Code], answer.Text);
        answer.Text.ShouldNotContain("   at ");
        answer.Text.ShouldNotContain("Exception");
    }

    /// <summary>A request by POST with the usual headers.</summary>
    /// <param name="name">What is wrong.</param>
    /// <param name="body">The body.</param>
    /// <param name="status">The status.</param>
    /// <param name="code">The code.</param>
    /// <param name="headers">Headers besides the usual ones, each with its end of line.</param>
    /// <param name="contentType">The media type; null for none.</param>
    public static MalformedRequest Post(string name, byte[] body, int status, string? code, string headers = "", string? contentType = "application/json") =>
        new(name, [.. Encoding.Latin1.GetBytes(Head("POST /graphql HTTP/1.1", (contentType is null ? "" : $"Content-Type: {contentType}\r\n") + $"Content-Length: {body.Length}\r\n{headers}")), .. body], status, code);

    /// <inheritdoc cref="Post(string, byte[], int, string?, string, string?)"/>
    public static MalformedRequest Post(string name, string body, int status, string? code, string headers = "", string? contentType = "application/json") =>
        Post(name, Encoding.UTF8.GetBytes(body), status, code, headers, contentType);

    /// <summary>A request that is good but for its document or variables.</summary>
    /// <param name="name">What is wrong.</param>
    /// <param name="query">The document.</param>
    /// <param name="status">The status.</param>
    /// <param name="code">The code.</param>
    /// <param name="variables">The variables; null for none.</param>
    /// <param name="operationName">The operation's name; null for none.</param>
    public static MalformedRequest Ask(string name, string query, int status, string code, object? variables = null, string? operationName = null) =>
        Post(name, JsonSerializer.SerializeToUtf8Bytes(new { query, variables, operationName }), status, code);

    /// <summary>A request of any form, character for character.</summary>
    /// <param name="name">What is wrong.</param>
    /// <param name="text">All of it, in Latin-1.</param>
    /// <param name="status">The status.</param>
    /// <param name="code">The code.</param>
    public static MalformedRequest Raw(string name, string text, int status, string? code = null) => new(name, Encoding.Latin1.GetBytes(text), status, code);

    /// <summary>A request line with the usual headers, and more.</summary>
    /// <param name="line">The request line.</param>
    /// <param name="headers">More headers, each with its end of line.</param>
    public static string Head(string line, string headers = "") =>
        $"{line}\r\nHost: localhost\r\nAccept: application/graphql-response+json\r\nConnection: close\r\n{headers}\r\n";

    /// <inheritdoc />
    public override string ToString() => Name;
}
