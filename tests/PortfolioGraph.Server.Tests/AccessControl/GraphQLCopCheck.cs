namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>One of the thirteen questions of graphql-cop, asked as it asks them.</summary>
/// <param name="Name">What it looks for.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">Its target.</param>
/// <param name="Body">Its body; null for none.</param>
/// <param name="Type">The body's media type.</param>
/// <param name="IsFinding">Whether an answer's body shows it.</param>
internal sealed record GraphQLCopCheck(string Name, HttpMethod Method, string Path, string? Body, string? Type, Func<string, bool> IsFinding)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<GraphQLCopCheck> All { get; } =
    [
        Query("alias overloading", $"query cop {{ {Many(101, i => $"alias{i}: __typename ")} }}", body => body.Contains("alias100", StringComparison.Ordinal)),
        Post("batch queries", $"[{string.Join(',', Enumerable.Repeat("""{"query":"query cop { __typename }","operationName":"cop"}""", 10))}]", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        Query("directive overloading", $"query cop {{ __typename {Many(10, _ => "@aa")} }}", body => Occurrences(body, "@aa") >= 10 || Occurrences(body, "\"message\"") >= 10),
        Query("circular introspection", "query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }", body => body.Contains("\"types\"", StringComparison.Ordinal)),
        Query("field duplication", $"query cop {{ {Many(500, _ => "__typename ")} }}", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        Get("queries by GET", "query cop { __typename }", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        Get("mutations by GET", "mutation cop { __typename }", body => body.Contains("\"Mutation\"", StringComparison.Ordinal)),
        new("form-encoded POST", HttpMethod.Post, "/graphql", "query=query%20cop%20%7B__typename%7D", "application/x-www-form-urlencoded", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        Query("trace mode", "query cop { __typename }", body => body.Contains("tracing", StringComparison.OrdinalIgnoreCase)),
        Query("unhandled errors", "qwerty cop { abc }", body => body.Contains("exception", StringComparison.OrdinalIgnoreCase) || body.Contains("   at ", StringComparison.Ordinal)),
        Query("field suggestions", "query cop { walet { __typename } }", body => body.Contains("Did you mean", StringComparison.OrdinalIgnoreCase)),
        Query("introspection", "query cop { __schema { types { name fields { name } } } }", body => body.Contains("\"types\"", StringComparison.Ordinal)),
        new("IDE", HttpMethod.Get, "/graphql/", null, null, body => body.Contains("<html", StringComparison.OrdinalIgnoreCase)) { Accept = "text/html" },
    ];

    /// <summary>What the question takes, where it says so.</summary>
    public string? Accept { get; private init; }

    private static GraphQLCopCheck Query(string name, string document, Func<string, bool> isFinding) =>
        Post(name, System.Text.Json.JsonSerializer.Serialize(new { query = document, operationName = "cop" }), isFinding);

    private static GraphQLCopCheck Post(string name, string body, Func<string, bool> isFinding) => new(name, HttpMethod.Post, "/graphql", body, "application/json", isFinding);

    private static GraphQLCopCheck Get(string name, string document, Func<string, bool> isFinding) =>
        new(name, HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(document)}", null, null, isFinding);

    private static string Many(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
