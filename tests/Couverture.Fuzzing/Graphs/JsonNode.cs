using System.Text.Json;

namespace Couverture.Fuzzing.Graphs;

/// <summary>A JSON object as the value of an object type. Each object type has a runtime type of its own, by which the engine finds it.</summary>
internal abstract class JsonNode(JsonElement json)
{
    public JsonElement Json { get; } = json;

    /// <summary>The runtime type that stands for the n-th type of a schema.</summary>
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
/// <typeparam name="T">Tells the types apart.</typeparam>
internal sealed class JsonNode<T>(JsonElement json) : JsonNode(json);
