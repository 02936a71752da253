using System.Text.Json.Nodes;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Fuzzing.Generation;

/// <summary>Generates the root value for a document. Each selected field has a member: a valid or invalid value, null, a delayed value or a failure.</summary>
internal sealed class DataGenerator(Schema schema, RandomSource random, DocumentNode document)
{
    private const int MaxDepth = 12;

    private readonly Dictionary<string, FragmentDefinitionNode> _fragments = document.Definitions
        .OfType<FragmentDefinitionNode>()
        .GroupBy(fragment => fragment.Name.Value, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    // The fault rate is chosen once per value, so that some responses have no errors.
    private readonly double _faultRate = random.Pick(0, 0, 0.03, 0.1, 0.3);
    private int _budget = 400;

    public JsonObject Generate()
    {
        var root = new JsonObject();
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            if (schema.GetRootType(operation.Operation) is { } type)
                FillFields(root, type, [operation.SelectionSet], 0, operation.Operation is OperationType.Mutation);
        }

        return root;
    }

    private void FillFields(JsonObject value, ObjectType type, IReadOnlyList<SelectionSetNode> sets, int depth, bool isMutation)
    {
        foreach (var selected in CollectFields(sets).GroupBy(field => field.Name.Value, StringComparer.Ordinal))
        {
            if (!type.Fields.TryGet(selected.Key, out var field) || value.ContainsKey(selected.Key) || (_faultRate > 0 && random.Chance(0.03)))
                continue;
            List<SelectionSetNode> subselections = [.. selected.Select(node => node.SelectionSet).OfType<SelectionSetNode>()];
            var inner = GenerateField(field, subselections, depth + 1, isMutation);
            var isLate = field.Name.EndsWith("Later", StringComparison.Ordinal) && random.Chance(0.7);
            value.Add(selected.Key, isLate ? new JsonObject { ["$later"] = inner } : inner);
        }
    }

    private JsonNode? GenerateField(Field field, List<SelectionSetNode> subselections, int depth, bool isMutation)
    {
        if (random.Chance(_faultRate))
            return random.Chance(0.5) ? new JsonObject { ["$throw"] = "failed" } : GenerateValue(field.Type, subselections, depth);
        if (field.Type is ScalarType { Name: "Any" } or NonNullType { InnerType: ScalarType { Name: "Any" } })
            return isMutation && random.Chance(0.5) ? "$count" : "$args";
        // The counter shows the execution order, which is specified only for mutations.
        return isMutation && field.Type.ToString() is "Int" or "Int!" ? "$count" : GenerateValue(field.Type, subselections, depth);
    }

    private JsonNode? GenerateValue(IType type, List<SelectionSetNode> subselections, int depth)
    {
        _budget--;
        if (random.Chance(_faultRate) || (type is not NonNullType && random.Chance(0.05)))
            return random.Chance(0.6) ? null : JsonNode.Parse(PickInvalidValue(type.NullableType()));
        switch (type.NullableType())
        {
            case ListType list:
                return new JsonArray([.. Enumerable.Range(0, _budget > 0 ? random.Next(4) : 0).Select(_ => GenerateValue(list.ItemType, subselections, depth))]);
            case ICompositeType composite when depth < MaxDepth:
                return GenerateObject(composite, subselections, depth);
            case EnumType values:
                return random.Pick(values.Values.ToArray()).Name;
            case ScalarType scalar:
                return JsonNode.Parse(PickScalarValue(scalar.Name));
            default:
                return null;
        }
    }

    private JsonObject GenerateObject(ICompositeType type, List<SelectionSetNode> subselections, int depth)
    {
        var objectType = random.Pick(schema.GetPossibleTypes(type));
        var node = new JsonObject();
        if (type is not ObjectType)
            node.Add("__typename", random.Chance(_faultRate / 2) ? random.Pick("Nope", "Int", "N0", "O0", "Query") : objectType.Name);
        FillFields(node, objectType, subselections, depth, isMutation: false);
        return node;
    }

    // Values that every implementation rejects. "1" is not among them for Int, because results may be coerced without loss of information.
    private string PickInvalidValue(IType type) => type switch
    {
        ListType => random.Pick("\"text\"", "1", "true", "{}"),
        ICompositeType => random.Pick("\"text\"", "1", "[]"),
        EnumType => random.Pick("\"NOPE\"", "1", "{}"),
        ScalarType { Name: "Int" } => random.Pick("1.5", "3000000000", "\"text\"", "{}"),
        ScalarType { Name: "Float" or "Boolean" } => random.Pick("\"text\"", "[]", "{}"),
        ScalarType { Name: "ID" } => random.Pick("1.5", "true", "{}"),
        ScalarType { Name: "Even" } => random.Pick("3", "\"text\"", "{}"),
        ScalarType { Name: "String" } => random.Pick("[1]", "{}"),
        _ => "1",
    };

    private string PickScalarValue(string name) => name switch
    {
        "Int" => random.Pick("0", "1", "-7", "2147483647"),
        "Float" => random.Pick("0.5", "-1.25", "3", "1e10", "1e-7"),
        "String" => random.Pick("\"\"", "\"text\"", "\"\\u00e4\\n\\\"\\u2028\"", "\"\\ud83d\\udca9\""),
        "Boolean" => random.Pick("true", "false"),
        "ID" => random.Pick("\"a\"", "5"),
        "Even" => random.Pick("2", "-4"),
        _ => random.Pick("1", "\"text\"", "[1,null]", "{\"a\":{\"b\":[]}}"),
    };

    // Type conditions are ignored, because extra members have no effect.
    private IEnumerable<FieldNode> CollectFields(IReadOnlyList<SelectionSetNode> sets)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<ISelectionNode>(sets.SelectMany(set => set.Selections).Reverse());
        while (open.TryPop(out var selection))
        {
            switch (selection)
            {
                case FieldNode field:
                    yield return field;
                    break;
                case InlineFragmentNode inline:
                    Push(inline.SelectionSet);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value) && _fragments.TryGetValue(spread.Name.Value, out var fragment):
                    Push(fragment.SelectionSet);
                    break;
            }
        }

        void Push(SelectionSetNode set)
        {
            foreach (var selection in set.Selections.Reverse())
                open.Push(selection);
        }
    }
}
