using System.Text.Json;
using System.Text.Json.Nodes;

namespace Couverture.Fuzzing.Verdicts;

/// <summary>
/// Merges the results of an incremental response, as a client does. The timing of parts is unspecified, so only the merged state is compared:
/// all data with sorted members, all errors of delivered parts, and the parts that failed as a whole.
/// </summary>
internal sealed class IncrementalResultMerger
{
    private readonly Dictionary<string, JsonArray> _pending = new(StringComparer.Ordinal);
    private readonly List<ErrorVerdict> _errors = [];
    private JsonNode? _data;

    public static Verdict Merge(IReadOnlyList<JsonElement> payloads)
    {
        var merger = new IncrementalResultMerger();
        merger._data = JsonNode.Parse(payloads[0].GetProperty("data").GetRawText());
        foreach (var payload in payloads)
            merger.Add(JsonNode.Parse(payload.GetRawText())!.AsObject());
        if (merger._pending.Count > 0)
            throw new InvalidDataException("A part is still pending at the end.");
        return new Verdict("execution", JsonSerializer.SerializeToElement(SortMembers(merger._data)), merger._errors.Count == 0 ? null : merger._errors);
    }

    private void Add(JsonObject payload)
    {
        AddErrors(payload["errors"]);
        foreach (var pending in Entries(payload, "pending"))
            _pending.Add(pending["id"]!.GetValue<string>(), pending["path"]!.AsArray());
        foreach (var part in Entries(payload, "incremental"))
            AddPart(part);
        foreach (var completed in Entries(payload, "completed"))
        {
            if (!_pending.Remove(completed["id"]!.GetValue<string>(), out var path))
                throw new InvalidDataException("A completed part was not pending.");
            // If a failed part has several errors, the reported error depends on the order of execution.
            if (completed["errors"] is not null)
                _errors.Add(new ErrorVerdict("(a part failed)", JsonSerializer.SerializeToElement(path), null));
        }
    }

    private void AddPart(JsonObject part)
    {
        AddErrors(part["errors"]);
        var path = _pending[part["id"]!.GetValue<string>()].Concat(part["subPath"]?.AsArray() ?? []);
        var target = path.Aggregate(_data, (node, segment) => node is JsonArray items ? items[segment!.GetValue<int>()] : node![segment!.GetValue<string>()]);
        foreach (var item in part["items"]?.AsArray() ?? [])
            target!.AsArray().Add(item?.DeepClone());
        foreach (var (name, value) in part["data"]?.AsObject() ?? [])
            target!.AsObject().Add(name, value?.DeepClone());
    }

    private void AddErrors(JsonNode? errors)
    {
        foreach (var error in errors?.AsArray() ?? [])
        {
            var locations = error!["locations"]?.AsArray().Select(target => $"{target!["line"]}:{target["column"]}");
            _errors.Add(new ErrorVerdict(null, JsonSerializer.SerializeToElement(error["path"]), [.. locations ?? []]));
        }
    }

    private static IEnumerable<JsonObject> Entries(JsonObject payload, string member) => payload[member]?.AsArray().Select(entry => entry!.AsObject()) ?? [];

    private static JsonNode? SortMembers(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, SortMembers(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(SortMembers)]),
        _ => node?.DeepClone(),
    };
}
