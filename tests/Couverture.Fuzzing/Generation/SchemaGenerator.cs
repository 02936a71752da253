using System.Text;
using Couverture.Fuzzing.Graphs;

namespace Couverture.Fuzzing.Generation;

/// <summary>
/// Makes the text of a valid schema. Object types share a small pool of field names, so that fields meet when selections are merged; a
/// name ending in "Later" has a resolver that waits; fields with arguments mostly answer with what they got.
/// </summary>
internal sealed class SchemaGenerator(Randomness random)
{
    private const string Places = "QUERY MUTATION SUBSCRIPTION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT VARIABLE_DEFINITION";
    private static readonly string[] Scalars = ["Int", "Float", "String", "Boolean", "ID", "Any", "Even"];
    private static readonly string[] Pool = ["a", "b", "c", "d", "e", "f", "aLater", "bLater"];

    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string[]> _enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Name, string Type, bool IsRequired)>> _inputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _oneOfs = new(StringComparer.Ordinal);
    private readonly List<Shared> _interfaces = [];
    private readonly string[] _objects = [.. Enumerable.Range(0, random.Between(2, 5)).Select(i => $"O{i}")];
    private readonly List<string> _composites = [];

    /// <param name="isIncremental">Whether the schema has @defer and @stream.</param>
    public string Make(bool isIncremental)
    {
        Line("scalar Any\nscalar Even @specifiedBy(url: \"https://example.org/even\")");
        if (isIncremental)
            Line(JsonSchemaReader.Incremental);

        for (var i = random.Between(1, 3); i > 0; i--)
            Enum($"E{i}");
        for (var i = 0; i < random.Between(1, 4); i++)
            Input($"I{i}");
        for (var i = random.Between(0, 3); i > 0; i--)
            Directive($"d{i}");
        MakeComposites();
        // A type that only a directive has would be none of the engine's.
        _text.Append($"type Query {{\n  all({string.Join(", ", Scalars.Concat(_enums.Keys).Concat(_inputs.Keys).Select(name => $"{name}: {name}"))}): Any\n");
        RootFields("Query", random.Between(5, 9));
        if (random.Chance(0.8))
            Root("Mutation", random.Between(2, 5));
        if (random.Chance(0.5))
            Root("Subscription", random.Between(1, 3));
        return _text.ToString();
    }

    private void Enum(string name)
    {
        string[] values = [.. Enumerable.Range(0, random.Between(1, 4)).Select(i => $"{name}_{(char)('A' + i)}")];
        _enums.Add(name, values);
        Line($"{Description()}enum {name} {{ {string.Join(' ', values.Select(value => value + (random.Chance(0.1) ? " @deprecated" : "")))} }}");
    }

    // Fields of its own type and of earlier ones; the first and those without null are of others, so that every input object has a value.
    private void Input(string name)
    {
        var isOneOf = random.Chance(0.25);
        var fields = new List<(string Name, string Type, bool IsRequired)>();
        var text = new StringBuilder();
        for (var i = 0; i < random.Between(1, 5); i++)
        {
            var isOwn = i > 0 && random.Chance(0.15);
            var type = isOwn ? random.Pick(name, $"[{name}!]") : InputType();
            if (isOneOf)
                type = type.TrimEnd('!');
            var literal = isOneOf || isOwn || random.Chance(0.65) ? null : Default(type);
            fields.Add(($"i{i}", type, type.EndsWith('!') && literal is null));
            text.Append($" i{i}: {type}{(literal is null ? "" : $" = {literal}")}{(isOneOf || fields[^1].IsRequired ? "" : Deprecated())}");
        }

        // Known only now: a default of a field may need every other input object, not this one.
        _inputs.Add(name, fields);
        if (isOneOf)
            _oneOfs.Add(name);
        Line($"{Description()}input {name}{(isOneOf ? " @oneOf" : "")} {{{text} }}");
    }

    private void Directive(string name)
    {
        var places = random.Some(Places.Split(' '), 0.5);
        Line($"{Description()}directive @{name}{Arguments(0.5)}{(random.Chance(0.5) ? " repeatable" : "")} on {(places.Count == 0 ? "FIELD" : string.Join(" | ", places))}");
    }

    private void MakeComposites()
    {
        for (var i = 0; i < random.Between(1, 4); i++)
            _interfaces.Add(new Shared($"N{i}", [], []));
        string[] unions = [.. Enumerable.Range(0, random.Between(1, 2)).Select(i => $"U{i}")];
        _composites.AddRange([.. _objects, .. _interfaces.Select(one => one.Name), .. unions]);
        for (var i = 0; i < _interfaces.Count; i++)
            MakeInterface(i);
        for (var i = 0; i < _objects.Length; i++)
        {
            // Every interface has a type that implements it.
            var chosen = _interfaces.Where((_, number) => random.Chance(0.35) || number % _objects.Length == i);
            Complex("type", _objects[i], Closed(chosen), OwnFields(random.Between(2, 5)));
        }

        foreach (var union in unions)
            Line($"{Description()}union {union} = {string.Join(" | ", random.Some(_objects, 0.5).DefaultIfEmpty(random.Pick(_objects)))}");
    }

    private void MakeInterface(int number)
    {
        var one = _interfaces[number];
        one.Parents.AddRange(Closed(random.Some(_interfaces.Take(number), 0.4)));
        for (var i = 0; i < random.Between(1, 2); i++)
            one.Fields.Add(FieldOf($"n{number}{(char)('a' + i)}{(random.Chance(0.25) ? "Later" : "")}"));
        Complex("interface", one.Name, one.Parents, one.Fields);
    }

    private static List<Shared> Closed(IEnumerable<Shared> chosen)
    {
        var all = new List<Shared>();
        foreach (var one in chosen)
            all.AddRange([.. one.Parents, one]);
        return [.. all.DistinctBy(one => one.Name)];
    }

    private void Complex(string keyword, string name, IReadOnlyList<Shared> parents, IReadOnlyList<FieldText> own)
    {
        var implements = parents.Count == 0 ? "" : $" implements {string.Join(" & ", parents.Select(parent => parent.Name))}";
        var inherited = parents.SelectMany(parent => parent.Fields)
            .Select(field => keyword == "type" && random.Chance(0.2) && !field.Type.EndsWith('!') ? field with { Type = field.Type + "!" } : field);
        Line($"{Description()}{keyword} {name}{implements} {{\n{string.Concat(inherited.Concat(own).Select(field => $"  {field}\n"))}}}");
    }

    private void Root(string name, int fields)
    {
        Line($"type {name} {{");
        RootFields(name, fields);
    }

    private void RootFields(string name, int fields) =>
        Line($"{string.Concat(Enumerable.Range(0, fields).Select(i => $"  {FieldOf($"{char.ToLowerInvariant(name[0])}{i}{(random.Chance(0.25) ? "Later" : "")}")}\n"))}}}");

    private List<FieldText> OwnFields(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Pick(Pool)).Distinct(StringComparer.Ordinal).Select(FieldOf)];

    private FieldText FieldOf(string name)
    {
        var arguments = Arguments(0.3);
        var type = arguments.Length > 0 && random.Chance(0.6) ? "Any" : Wrapped(random.Chance(0.5) ? random.Pick(_composites) : Leaf());
        return new FieldText(name, arguments, type, Deprecated());
    }

    private string Arguments(double probability)
    {
        if (!random.Chance(probability))
            return "";
        var arguments = Enumerable.Range(0, random.Between(1, 3)).Select(i =>
        {
            var type = InputType();
            var literal = random.Chance(0.6) ? null : Default(type);
            return $"{"xyz"[i]}: {type}{(literal is null ? "" : $" = {literal}")}";
        });
        return $"({string.Join(", ", arguments)})";
    }

    private string Leaf() => random.Chance(0.2) ? random.Pick(_enums.Keys.ToArray()) : random.Pick(Scalars);

    private string InputType() => Wrapped(_inputs.Count > 0 && random.Chance(0.3) ? random.Pick(_inputs.Keys.ToArray()) : Leaf());

    private string Wrapped(string type)
    {
        if (random.Chance(0.3))
            type += "!";
        if (random.Chance(0.25))
            type = $"[{type}]{(random.Chance(0.3) ? "!" : "")}";
        return random.Chance(0.05) ? $"[{type}]{(random.Chance(0.3) ? "!" : "")}" : type;
    }

    // As the engine takes and writes them: its defaults are values of the host, no literals.
    private string Default(string type)
    {
        if (type.EndsWith('!'))
            return NonNull(type[..^1]);
        return random.Chance(0.15) ? "null" : NonNull(type);
    }

    private string NonNull(string type)
    {
        if (type.StartsWith('['))
            return $"[{string.Join(", ", Enumerable.Range(0, random.Next(3)).Select(_ => Default(type[1..^1])))}]";
        if (_enums.TryGetValue(type, out var values))
            return random.Pick(values);
        if (_inputs.TryGetValue(type, out var fields))
        {
            var given = _oneOfs.Contains(type) ? fields.Take(1) : fields.Where(field => field.IsRequired || random.Chance(0.2));
            return $"{{{string.Join(", ", given.Select(field => $"{field.Name}: {NonNull(field.Type.TrimEnd('!'))}"))}}}";
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

    private string Description() => random.Chance(0.15) ? "\"What it is.\"\n" : "";

    private string Deprecated() => random.Chance(0.06) ? random.Pick(" @deprecated", " @deprecated(reason: \"Old.\")") : "";

    private void Line(string text) => _text.Append(text).Append('\n');

    private sealed record Shared(string Name, List<Shared> Parents, List<FieldText> Fields);

    private sealed record FieldText(string Name, string Arguments, string Type, string Deprecated)
    {
        public override string ToString() => $"{Name}{Arguments}: {Type}{Deprecated}";
    }
}
