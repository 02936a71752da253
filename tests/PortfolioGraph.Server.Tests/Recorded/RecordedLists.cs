using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PortfolioGraph.Server.Tests.Recorded;

/// <summary>
/// Translates recordings from before some lists became connections, which <c>schema/CHANGES.md</c> lists: the selections and the recorded items move below <c>nodes</c>. The files
/// stay as they were recorded.
/// </summary>
internal static partial class RecordedLists
{
    /// <summary>Returns the exchange with the current shape of lists.</summary>
    /// <param name="exchange">The exchange as recorded.</param>
    public static RecordedExchange Apply(RecordedExchange exchange)
    {
        if (exchange.Request.Body.ValueKind is not JsonValueKind.Object || !exchange.Request.Body.TryGetProperty("query", out var text) || text.ValueKind is not JsonValueKind.String)
            return exchange;
        var (query, lists) = Rewrite(text.GetString()!);
        if (lists.Count == 0)
            return exchange;

        var request = JsonNode.Parse(exchange.Request.Body.GetRawText())!;
        request["query"] = query;
        var response = exchange.Response.Body;
        if (response.ValueKind is JsonValueKind.Object)
        {
            var result = JsonNode.Parse(response.GetRawText())!;
            Wrap(result["data"], "", lists);
            foreach (var error in result["errors"]?.AsArray() ?? [])
                Extend(error!["path"]?.AsArray(), lists);
            response = ToElement(result);
        }

        return exchange with { Request = exchange.Request with { Body = ToElement(request) }, Response = exchange.Response with { Body = response } };
    }

    private static JsonElement ToElement(JsonNode node) => JsonElement.Parse(node.ToJsonString());

    /// <summary>Returns the query with <c>nodes</c> below each list, and the paths of these lists in the response, without indexes.</summary>
    private static (string Query, IReadOnlySet<string> Lists) Rewrite(string query)
    {
        var rewritten = new StringBuilder();
        var lists = new HashSet<string>();
        // The open selection sets. A fragment continues that of its field.
        var open = new Stack<(string Field, string Path, bool IsList)>();
        foreach (Match token in Tokens().Matches(query))
        {
            rewritten.Append(token.Value);
            if (token.Groups["open"].Success)
            {
                var (parent, path) = open.TryPeek(out var top) ? (top.Field, top.Path) : ("", "");
                var name = token.Groups["name"].Value;
                var isField = open.Count > 0 && name.Length > 0 && !token.Value.StartsWith("...", StringComparison.Ordinal);
                var at = isField ? $"{path}.{(token.Groups["alias"].Success ? token.Groups["alias"].Value : name)}" : path;
                var isList = isField && IsList(name, parent);
                open.Push((isField ? name : parent, at, isList));
                if (isList)
                {
                    lists.Add(at);
                    rewritten.Append("nodes{");
                }
            }
            else if (token.Value == "}" && open.Pop().IsList)
            {
                rewritten.Append('}');
            }
        }

        return (rewritten.ToString(), lists);
    }

    private static bool IsList(string field, string parent) => field switch
    {
        "protocols" => parent.Length > 0,
        "tokens" => parent == "at",
        "positions" => parent is "at" or "protocols",
        _ => false,
    };

    private static void Wrap(JsonNode? node, string path, IReadOnlySet<string> lists)
    {
        foreach (var item in node as JsonArray ?? [])
            Wrap(item, path, lists);
        foreach (var (name, value) in (node as JsonObject ?? []).ToList())
        {
            Wrap(value, $"{path}.{name}", lists);
            if (value is JsonArray items && lists.Contains($"{path}.{name}"))
                node![name] = new JsonObject { ["nodes"] = items.DeepClone() };
        }
    }

    private static void Extend(JsonArray? errorPath, IReadOnlySet<string> lists)
    {
        var path = "";
        for (var i = 0; i < (errorPath?.Count ?? 0) - 1; i++)
        {
            if (errorPath![i]!.GetValueKind() is not JsonValueKind.String)
                continue;
            path += $".{errorPath[i]}";
            if (lists.Contains(path))
                errorPath.Insert(++i, "nodes");
        }
    }

    // A comment, a string, a field or fragment with a selection set, or any other character.
    [GeneratedRegex("""\#[^\n]*|"[^"]*"|(?:\.\.\.\s*on\s+)?(?:(?<alias>\w+)\s*:\s*)?(?<name>\b\w+)?\s*(?:\([^)]*\)\s*)?(?<open>\{)|.""", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Tokens();
}
