using System.Text.Json.Nodes;

namespace Couverture.Tests.Execution.Incremental;

/// <summary>Merges the results of an incremental response like a client. Fails if a result breaks a guarantee that clients rely on.</summary>
internal sealed class IncrementalClient
{
    private readonly Dictionary<string, JsonArray> _pending = [];
    private readonly HashSet<string> _ids = [];
    private readonly List<string> _errors = [];
    private JsonNode? _data;
    private bool _hasInitialResult;
    private bool _isLast;

    public string Data => _data?.ToJsonString() ?? "null";

    /// <summary>The paths of all errors, in order.</summary>
    public IReadOnlyList<string> Errors => [.. _errors.Order(StringComparer.Ordinal)];

    /// <summary>Whether nothing is pending and the last result was added.</summary>
    public bool IsComplete => _isLast && _pending.Count == 0;

    public void Add(string json)
    {
        _isLast.ShouldBeFalse("no result follows the last one");
        var result = JsonNode.Parse(json)!.AsObject();
        result.ContainsKey("data").ShouldBe(!_hasInitialResult, "only the first result has data");
        if (!_hasInitialResult)
            _data = result["data"]?.DeepClone();
        _hasInitialResult = true;
        AddErrors(result["errors"]);
        foreach (var pending in Entries(result, "pending"))
            AddPending(pending);
        foreach (var entry in Entries(result, "incremental"))
            Add(entry);
        foreach (var completed in Entries(result, "completed"))
        {
            _pending.Remove(completed["id"]!.GetValue<string>()).ShouldBeTrue("only a pending id is completed");
            AddErrors(completed["errors"]);
        }

        _isLast = result["hasNext"]?.GetValue<bool>() is not true;
    }

    /// <summary>Returns the same tree with the members of each object sorted.</summary>
    public static string Canonical(string json) => Canonical(JsonNode.Parse(json))?.ToJsonString() ?? "null";

    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Canonical(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Canonical)]),
        _ => node?.DeepClone(),
    };

    private void AddPending(JsonObject pending)
    {
        var id = pending["id"]!.GetValue<string>();
        _ids.Add(id).ShouldBeTrue("an id becomes pending only once");
        var path = pending["path"]!.AsArray();
        _pending.Add(id, path);
    }

    private void Add(JsonObject entry)
    {
        var path = _pending[entry["id"]!.GetValue<string>()].Concat(entry["subPath"]?.AsArray() ?? []);
        var target = path.Aggregate(_data, (node, segment) => node is JsonArray items ? items[segment!.GetValue<int>()] : node![segment!.GetValue<string>()]);
        AddErrors(entry["errors"]);
        if (entry["items"] is JsonArray streamed)
        {
            foreach (var item in streamed)
                target!.AsArray().Add(item?.DeepClone());
            return;
        }

        foreach (var (name, value) in entry["data"]!.AsObject())
        {
            target!.AsObject().ContainsKey(name).ShouldBeFalse($"{name} is delivered only once");
            target.AsObject().Add(name, value?.DeepClone());
        }
    }

    private void AddErrors(JsonNode? errors)
    {
        foreach (var error in errors?.AsArray() ?? [])
            _errors.Add(error!["path"]!.ToJsonString());
    }

    private static IEnumerable<JsonObject> Entries(JsonObject result, string member) => result[member]?.AsArray().Select(e => e!.AsObject()) ?? [];
}
