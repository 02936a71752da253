using System.Text.Json;

namespace Couverture.Fuzzing.Graphs;

/// <summary>The value of the root of one request, and how many of its fields were counted.</summary>
internal sealed class RequestRoot(JsonElement json)
{
    private int _count;

    public JsonElement Json { get; } = json;

    /// <summary>How many were counted before.</summary>
    public int NextCount() => _count++;
}
