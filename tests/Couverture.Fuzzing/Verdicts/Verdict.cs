using System.Text.Json;
using System.Text.Json.Serialization;

namespace Couverture.Fuzzing.Verdicts;

/// <summary>What became of a request: how far it came, its data and its errors without their messages.</summary>
/// <param name="Phase">syntax, validation, operation, coercion, subscription (valid, not run) or execution.</param>
/// <param name="Data">The data; absent where the request failed before execution.</param>
/// <param name="Errors">The errors, in no order that counts.</param>
internal sealed record Verdict(string Phase, JsonElement? Data, IReadOnlyList<ErrorVerdict>? Errors)
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 2_000,
    };

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}

/// <summary>One error: the rule that it is of, its path, its places as "line:column".</summary>
internal sealed record ErrorVerdict(string? Rule, JsonElement? Path, IReadOnlyList<string>? Locations)
{
    public override string ToString() => $"{Rule} {Path?.GetRawText()} {string.Join(' ', Locations ?? [])}";
}
