using System.Globalization;
using System.Text;
using Couverture.Fuzzing.Graphs;

namespace Couverture.Fuzzing.Generation;

/// <summary>
/// Generates the text of a valid schema. Object types share a small set of field names, so that selections overlap when merged. Fields whose
/// name ends in "Later" have an asynchronous resolver. Most fields with arguments return their arguments.
/// </summary>
internal sealed class SchemaGenerator(RandomSource random)
{
    private const string DirectiveLocations = "QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION";
    private static readonly string[] Scalars = ["Int", "Float", "String", "Boolean", "ID", "Any", "Even"];
    private static readonly string[] SharedFieldNames = ["a", "b", "c", "d", "e", "f", "aLater", "bLater"];

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string[]> _enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Name, string Type, bool IsRequired)>> _inputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _oneOfs = new(StringComparer.Ordinal);
    private readonly List<GeneratedInterface> _interfaces = [];
    private readonly string[] _objects = [.. Enumerable.Range(0, random.Between(2, 5)).Select(i => $"O{i}")];
    private readonly List<string> _composites = [];

    /// <summary>Generates a schema.</summary>
    /// <param name="isIncremental">Whether the schema has @defer and @stream.</param>
    public string Generate(bool isIncremental)
    {
        AddLine("scalar Any\nscalar Even @specifiedBy(url: \"https://example.org/even\")");
        if (isIncremental)
            AddLine(JsonSchemaReader.Incremental);

        for (var i = random.Between(1, 3); i > 0; i--)
            AddEnum($"E{i}");
        for (var i = 0; i < random.Between(1, 4); i++)
            AddInputObject($"I{i}");
        for (var i = random.Between(0, 3); i > 0; i--)
            AddDirective($"d{i}");
        AddCompositeTypes();
        // Reference every input type from a field, because the engine omits types that only directives use.
        _text.Append($"type Query {{\n  all({string.Join(", ", Scalars.Concat(_enums.Keys).Concat(_inputs.Keys).Select(name => $"{name}: {name}"))}): Any\n");
        AddRootFields("Query", random.Between(5, 9));
        if (random.Chance(0.8))
            AddRootType("Mutation", random.Between(2, 5));
        if (random.Chance(0.5))
            AddRootType("Subscription", random.Between(1, 3));
        return _text.ToString();
    }

    private void AddEnum(string name)
    {
        string[] values = [.. Enumerable.Range(0, random.Between(1, 4)).Select(i => $"{name}_{(char)('A' + i)}")];
        _enums.Add(name, values);
        AddLine($"{GenerateDescription()}enum {name} {{ {string.Join(' ', values.Select(value => value + (random.Chance(0.1) ? " @deprecated" : "")))} }}");
    }

    // Fields have the type of the input object itself or an earlier type. A recursive field is nullable and never the first, so that every input
    // object has a finite value.
    private void AddInputObject(string name)
    {
        var isOneOf = random.Chance(0.25);
        var fields = new List<(string Name, string Type, bool IsRequired)>();
        var text = new StringBuilder();
        for (var i = 0; i < random.Between(1, 5); i++)
        {
            var isRecursive = i > 0 && random.Chance(0.15);
            var type = isRecursive ? random.Pick(name, $"[{name}!]") : PickInputType();
            if (isOneOf)
                type = type.TrimEnd('!');
            var literal = isOneOf || isRecursive || random.Chance(0.65) ? null : GenerateDefault(type);
            fields.Add(($"i{i}", type, type.EndsWith('!') && literal is null));
            text.Append(CultureInfo.InvariantCulture, $" i{i}: {type}{(literal is null ? "" : $" = {literal}")}{(isOneOf || fields[^1].IsRequired ? "" : GenerateDeprecation())}");
        }

        // Add the type after its fields, so that defaults can use every earlier input object but not this one.
        _inputs.Add(name, fields);
        if (isOneOf)
            _oneOfs.Add(name);
        AddLine($"{GenerateDescription()}input {name}{(isOneOf ? " @oneOf" : "")} {{{text} }}");
    }

    private void AddDirective(string name)
    {
        var locations = random.PickSome(DirectiveLocations.Split(' '), 0.5);
        AddLine($"{GenerateDescription()}directive @{name}{GenerateArguments(0.5)}{(random.Chance(0.5) ? " repeatable" : "")} on {(locations.Count == 0 ? "FIELD" : string.Join(" | ", locations))}");
    }

    private void AddCompositeTypes()
    {
        for (var i = 0; i < random.Between(1, 4); i++)
            _interfaces.Add(new GeneratedInterface($"N{i}", [], []));
        string[] unions = [.. Enumerable.Range(0, random.Between(1, 2)).Select(i => $"U{i}")];
        _composites.AddRange([.. _objects, .. _interfaces.Select(current => current.Name), .. unions]);
        for (var i = 0; i < _interfaces.Count; i++)
            AddInterface(i);
        for (var i = 0; i < _objects.Length; i++)
        {
            // Every interface must have an implementing type.
            var chosen = _interfaces.Where((_, number) => random.Chance(0.35) || number % _objects.Length == i);
            AddComplexType("type", _objects[i], WithParents(chosen), GenerateFields(random.Between(2, 5)));
        }

        foreach (var union in unions)
            AddLine($"{GenerateDescription()}union {union} = {string.Join(" | ", random.PickSome(_objects, 0.5).DefaultIfEmpty(random.Pick(_objects)))}");
    }

    private void AddInterface(int number)
    {
        var current = _interfaces[number];
        current.Parents.AddRange(WithParents(random.PickSome(_interfaces.Take(number), 0.4)));
        for (var i = 0; i < random.Between(1, 2); i++)
            current.Fields.Add(GenerateField($"n{number}{(char)('a' + i)}{(random.Chance(0.25) ? "Later" : "")}"));
        AddComplexType("interface", current.Name, current.Parents, current.Fields);
    }

    private static List<GeneratedInterface> WithParents(IEnumerable<GeneratedInterface> chosen)
    {
        var all = new List<GeneratedInterface>();
        foreach (var current in chosen)
            all.AddRange([.. current.Parents, current]);
        return [.. all.DistinctBy(current => current.Name)];
    }

    private void AddComplexType(string keyword, string name, IReadOnlyList<GeneratedInterface> parents, IReadOnlyList<GeneratedField> fields)
    {
        var implements = parents.Count == 0 ? "" : $" implements {string.Join(" & ", parents.Select(parent => parent.Name))}";
        var inherited = parents.SelectMany(parent => parent.Fields)
            .Select(field => keyword == "type" && random.Chance(0.2) && !field.Type.EndsWith('!') ? field with { Type = field.Type + "!" } : field);
        AddLine($"{GenerateDescription()}{keyword} {name}{implements} {{\n{string.Concat(inherited.Concat(fields).Select(field => $"  {field}\n"))}}}");
    }

    private void AddRootType(string name, int fields)
    {
        AddLine($"type {name} {{");
        AddRootFields(name, fields);
    }

    private void AddRootFields(string name, int fields) =>
        AddLine($"{string.Concat(Enumerable.Range(0, fields).Select(i => $"  {GenerateField($"{char.ToLowerInvariant(name[0])}{i}{(random.Chance(0.25) ? "Later" : "")}")}\n"))}}}");

    private List<GeneratedField> GenerateFields(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Pick(SharedFieldNames)).Distinct(StringComparer.Ordinal).Select(GenerateField)];

    private GeneratedField GenerateField(string name)
    {
        var arguments = GenerateArguments(0.3);
        var type = arguments.Length > 0 && random.Chance(0.6) ? "Any" : WrapType(random.Chance(0.5) ? random.Pick(_composites) : PickLeafType());
        return new GeneratedField(name, arguments, type, GenerateDeprecation());
    }

    private string GenerateArguments(double probability)
    {
        if (!random.Chance(probability))
            return "";
        var arguments = Enumerable.Range(0, random.Between(1, 3)).Select(i =>
        {
            var type = PickInputType();
            var literal = random.Chance(0.6) ? null : GenerateDefault(type);
            return $"{"xyz"[i]}: {type}{(literal is null ? "" : $" = {literal}")}";
        });
        return $"({string.Join(", ", arguments)})";
    }

    private string PickLeafType() => random.Chance(0.2) ? random.Pick(_enums.Keys.ToArray()) : random.Pick(Scalars);

    private string PickInputType() => WrapType(_inputs.Count > 0 && random.Chance(0.3) ? random.Pick(_inputs.Keys.ToArray()) : PickLeafType());

    private string WrapType(string type)
    {
        if (random.Chance(0.3))
            type += "!";
        if (random.Chance(0.25))
            type = $"[{type}]{(random.Chance(0.3) ? "!" : "")}";
        return random.Chance(0.05) ? $"[{type}]{(random.Chance(0.3) ? "!" : "")}" : type;
    }

    // Only values that the engine prints unchanged, because it stores defaults as runtime values instead of literals.
    private string GenerateDefault(string type)
    {
        if (type.EndsWith('!'))
            return GenerateNonNullDefault(type[..^1]);
        return random.Chance(0.15) ? "null" : GenerateNonNullDefault(type);
    }

    private string GenerateNonNullDefault(string type)
    {
        if (type.StartsWith('['))
            return $"[{string.Join(", ", Enumerable.Range(0, random.Next(3)).Select(_ => GenerateDefault(type[1..^1])))}]";
        if (_enums.TryGetValue(type, out var values))
            return random.Pick(values);
        if (_inputs.TryGetValue(type, out var fields))
        {
            var chosen = _oneOfs.Contains(type) ? fields.Take(1) : fields.Where(field => field.IsRequired || random.Chance(0.2));
            return $"{{{string.Join(", ", chosen.Select(field => $"{field.Name}: {GenerateNonNullDefault(field.Type.TrimEnd('!'))}"))}}}";
        }

        return type switch
        {
            "Int" => random.Pick("0", "-7", "2147483647"),
            "Float" => random.Pick("0.5", "-2.25"),
            "Boolean" => random.Pick("true", "false"),
            "Even" => random.Pick("2", "-4"),
            _ => random.Pick("\"\"", "\"text\"", "\"a \\\" b\""),
        };
    }

    private string GenerateDescription() => random.Chance(0.15) ? "\"What it is.\"\n" : "";

    private string GenerateDeprecation() => random.Chance(0.06) ? random.Pick(" @deprecated", " @deprecated(reason: \"Old.\")") : "";

    private void AddLine(string text) => _text.Append(text).Append('\n');

    private sealed record GeneratedInterface(string Name, List<GeneratedInterface> Parents, List<GeneratedField> Fields);

    private sealed record GeneratedField(string Name, string Arguments, string Type, string Deprecated)
    {
        public override string ToString() => $"{Name}{Arguments}: {Type}{Deprecated}";
    }
}
