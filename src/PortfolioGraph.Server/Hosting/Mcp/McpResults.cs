using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Creates results of tools from responses of the graph.</summary>
internal static class McpResults
{
    // They say what the data would be about.
    private static readonly FrozenSet<string> Identifiers = FrozenSet.Create(StringComparer.Ordinal, "id", "address", "addresses", "__typename");

    private static readonly FrozenSet<string> ArgumentCodes = FrozenSet.Create(
        StringComparer.Ordinal,
        GraphErrorCodes.AddressInvalid,
        GraphErrorCodes.TooManyAddresses,
        GraphErrorCodes.NoAddresses,
        GraphErrorCodes.ChainUnsupported,
        GraphErrorCodes.TimeInvalid,
        GraphErrorCodes.HoldingNotFound,
        GraphErrorCodes.ProtocolUnknown,
        EngineErrorCodes.IdInvalid,
        EngineErrorCodes.RepresentationInvalid,
        EngineErrorCodes.CursorInvalid,
        EngineErrorCodes.LimitExceeded,
        EngineErrorCodes.VariableInvalid,
        EngineErrorCodes.ArgumentInvalid);

    /// <summary>
    /// Returns the result of a response. It is an error if the response has errors and no data of its own, which is any value besides ids, addresses, names of types and what the arguments say.
    /// It also is one if an error is about an argument.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="text">The response as text.</param>
    /// <param name="arguments">The arguments of the call; null for none.</param>
    public static CallToolResult Create(JsonElement response, string text, IDictionary<string, JsonElement>? arguments) => Create(response, text, IsError(response, arguments));

    /// <summary>Returns the result of a call that did not reach the graph.</summary>
    /// <param name="code">The code of the error.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public static CallToolResult CreateError(string code, string message)
    {
        var response = new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["message"] = message, ["extensions"] = new JsonObject { ["code"] = code } }) };
        return Create(JsonSerializer.SerializeToElement(response), response.ToJsonString(), isError: true);
    }

    private static CallToolResult Create(JsonElement response, string text, bool isError) =>
        new() { StructuredContent = response, Content = [new TextContentBlock { Text = text }], IsError = isError };

    private static bool IsError(JsonElement response, IDictionary<string, JsonElement>? arguments)
    {
        if (!response.TryGetProperty("data", out var data) || data.ValueKind is not JsonValueKind.Object)
            return true;
        if (!response.TryGetProperty("errors", out var errors))
            return false;
        return errors.EnumerateArray().Any(IsAboutAnArgument) || !HasData(data, arguments ?? FrozenDictionary<string, JsonElement>.Empty);
    }

    private static bool IsAboutAnArgument(JsonElement error) =>
        error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var code) && code.ValueKind is JsonValueKind.String && ArgumentCodes.Contains(code.GetString()!);

    private static bool HasData(JsonElement value, IDictionary<string, JsonElement> arguments)
    {
        return value.ValueKind switch
        {
            JsonValueKind.Null => false,
            // An object whose `chainId` is that of the argument describes the chain that the client requested.
            JsonValueKind.Object => !value.EnumerateObject().Any(member => member.Name.EndsWith("Id", StringComparison.Ordinal) && IsGiven(member))
                && value.EnumerateObject().Any(member => !Identifiers.Contains(member.Name) && !IsGiven(member) && HasData(member.Value, arguments)),
            // An empty list is data: there are no such items.
            JsonValueKind.Array => value.GetArrayLength() == 0 || value.EnumerateArray().Any(item => HasData(item, arguments)),
            _ => true,
        };

        bool IsGiven(JsonProperty member) => arguments.TryGetValue(member.Name, out var argument) && argument.ToString() == member.Value.ToString();
    }
}
