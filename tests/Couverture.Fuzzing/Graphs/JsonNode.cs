using System.Text.Json;

namespace Couverture.Fuzzing.Graphs;

/// <summary>A JSON object as the value of an object type. Each object type has its own runtime type, by which the engine resolves it.</summary>
internal abstract class JsonNode(JsonElement json)
{
    public JsonElement Json { get; } = json;

    /// <summary>Returns the runtime type for the n-th type of a schema.</summary>
    public static Type GetRuntimeType(int number)
    {
        var mark = typeof(First);
        for (var i = 0; i < number; i++)
            mark = typeof(Next<>).MakeGenericType(mark);
        return typeof(JsonNode<>).MakeGenericType(mark);
    }

    private sealed class First;

    private sealed class Next<T>;
}

/// <inheritdoc />
/// <typeparam name="T">Distinguishes the runtime types.</typeparam>
internal sealed class JsonNode<T>(JsonElement json) : JsonNode(json);
