using System.Text.Json;

namespace Couverture.Fuzzing.Graphs;

/// <summary>The root value of one request, and the counter of its <c>"$count"</c> fields.</summary>
internal sealed class RequestRoot(JsonElement json)
{
    private int _count;

    public JsonElement Json { get; } = json;

    /// <summary>Returns the counter and increments it.</summary>
    public int NextCount() => _count++;
}
