namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>One of the thirteen checks of graphql-cop, with the request that graphql-cop sends.</summary>
/// <param name="Name">The name of the finding.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path of the request.</param>
/// <param name="Body">The body; null for none.</param>
/// <param name="Type">The media type of the body.</param>
/// <param name="IsFinding">Whether the body of a response shows the finding.</param>
internal sealed record GraphQLCopCheck(string Name, HttpMethod Method, string Path, string? Body, string? Type, Func<string, bool> IsFinding)
{
    /// <summary>All checks.</summary>
    public static IReadOnlyList<GraphQLCopCheck> All { get; } =
    [
        Query("alias overloading", $"query cop {{ {Repeat(101, i => $"alias{i}: __typename ")} }}", body => body.Contains("alias100", StringComparison.Ordinal)),
        Post("batch queries", $"[{string.Join(',', Enumerable.Repeat("""{"query":"query cop { __typename }","operationName":"cop"}""", 10))}]", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        Query("directive overloading", $"query cop {{ __typename {Repeat(10, _ => "@aa")} }}", body => CountOccurrences(body, "@aa") >= 10 || CountOccurrences(body, "\"message\"") >= 10),
        Query("circular introspection", "query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }", body => body.Contains("\"types\"", StringComparison.Ordinal)),
        Query("field duplication", $"query cop {{ {Repeat(500, _ => "__typename ")} }}", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        Get("queries by GET", "query cop { __typename }", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        Get("mutations by GET", "mutation cop { __typename }", body => body.Contains("\"Mutation\"", StringComparison.Ordinal)),
        new("form-encoded POST", HttpMethod.Post, "/graphql", "query=query%20cop%20%7B__typename%7D", "application/x-www-form-urlencoded", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        Query("trace mode", "query cop { __typename }", body => body.Contains("tracing", StringComparison.OrdinalIgnoreCase)),
        Query("unhandled errors", "qwerty cop { abc }", body => body.Contains("exception", StringComparison.OrdinalIgnoreCase) || body.Contains("   at ", StringComparison.Ordinal)),
        Query("field suggestions", "query cop { walet { __typename } }", body => body.Contains("Did you mean", StringComparison.OrdinalIgnoreCase)),
        Query("introspection", "query cop { __schema { types { name fields { name } } } }", body => body.Contains("\"types\"", StringComparison.Ordinal)),
        new("IDE", HttpMethod.Get, "/graphql/", null, null, body => body.Contains("<html", StringComparison.OrdinalIgnoreCase)) { Accept = "text/html" },
    ];

    /// <summary>The value of the <c>Accept</c> header; null for none.</summary>
    public string? Accept { get; private init; }

    private static GraphQLCopCheck Query(string name, string document, Func<string, bool> isFinding) =>
        Post(name, System.Text.Json.JsonSerializer.Serialize(new { query = document, operationName = "cop" }), isFinding);

    private static GraphQLCopCheck Post(string name, string body, Func<string, bool> isFinding) => new(name, HttpMethod.Post, "/graphql", body, "application/json", isFinding);

    private static GraphQLCopCheck Get(string name, string document, Func<string, bool> isFinding) =>
        new(name, HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(document)}", null, null, isFinding);

    private static string Repeat(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));

    private static int CountOccurrences(string text, string part) => text.Split(part).Length - 1;
}
