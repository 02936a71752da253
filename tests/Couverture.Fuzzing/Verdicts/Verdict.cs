using System.Text.Json;
using System.Text.Json.Serialization;

namespace Couverture.Fuzzing.Verdicts;

/// <summary>The outcome of a request: the last phase, the data, and the errors without their messages.</summary>
/// <param name="Phase">syntax, validation, operation, coercion, subscription (valid, but not executed) or execution.</param>
/// <param name="Data">The data; null if the request failed before execution.</param>
/// <param name="Errors">The errors in unspecified order.</param>
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

/// <summary>An error: the violated rule, the path, and the locations as "line:column".</summary>
internal sealed record ErrorVerdict(string? Rule, JsonElement? Path, IReadOnlyList<string>? Locations)
{
    public override string ToString() => $"{Rule} {Path?.GetRawText()} {string.Join(' ', Locations ?? [])}";
}
