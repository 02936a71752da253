using Couverture.Language;
using Couverture.Types;

namespace Couverture.Fuzzing.Generation;

internal sealed partial class DocumentGenerator
{
    private const int MaxDepth = 5;

    private string GenerateSelections(ICompositeType type, int depth, int fragment)
    {
        var selections = Enumerable.Range(0, _budget > 0 ? random.Between(1, depth == 0 ? 5 : 3) : 1).Select(_ => GenerateSelection(type, depth, fragment));
        return $"{{ {string.Join(' ', selections)} }}";
    }

    private string GenerateSingleRootField(ObjectType root) =>
        $"{{ {GenerateField(random.Pick(root.Fields.ToArray()), 0, -1)} }}";

    private string GenerateSelection(ICompositeType type, int depth, int fragment)
    {
        _budget--;
        var kind = random.Next(100);
        if (kind < 12 && depth < MaxDepth)
            return GenerateInlineFragment(type, depth, fragment);
        if (kind < 24 && GenerateSpread(type, depth, fragment) is { } spread)
            return spread;
        // Introspection is generated only at the root, so that responses stay comparable: the order of types is unspecified.
        if (kind == 99 && depth == 0 && ReferenceEquals(type, schema.QueryType))
            return GenerateIntrospection();
        if (random.Chance(risk))
            return random.Pick("nope", "nope { a }", "__schema", "__typename { a }", "__type(name: 1) { name }");
        Field[] fields = [.. type is ComplexType complex ? complex.Fields.Where(field => depth < MaxDepth || field.Type.IsLeaf()) : []];
        return fields.Length == 0 || kind > 94 ? AddResponseName("__typename", "__typename", "", "String!", fragment) : GenerateField(random.Pick(fields), depth, fragment);
    }

    private string GenerateField(Field field, int depth, int fragment)
    {
        var arguments = GenerateArguments(field.Arguments.ToArray());
        var directives = GenerateDirectives(DirectiveLocation.Field);
        if (_hasIncremental && field.Type.NullableType() is ListType && random.Chance(_operation is OperationType.Query || depth > 0 ? 0.3 : risk))
            directives += $" @stream{GenerateIncrementalArguments(random.Pick("", "initialCount: 1", "initialCount: 2", "initialCount: 0"))}";
        else if (_hasIncremental && random.Chance(risk))
            directives += " @stream";
        // A streamed field must be selected only once.
        var head = AddResponseName(field.Name, field.Name, $"{arguments} {directives}", field.Type.ToString()!, fragment, isAlone: directives.Contains("@stream", StringComparison.Ordinal));
        if (field.Type.NamedType() is not ICompositeType composite)
            return random.Chance(risk) ? $"{head} {{ a }}" : head;
        return random.Chance(risk) ? head : $"{head} {GenerateSelections(composite, depth + 1, fragment)}";
    }

    // A response name refers to the same field and arguments in the whole document, so that all selections can be merged.
    private string AddResponseName(string name, string responseName, string rest, string type, int fragment, bool isAlone = false)
    {
        if (random.Chance(0.1))
            responseName = random.Pick(Aliases);
        var meaning = $"{name} {rest.Split('@')[0].Trim()} {type}";
        if ((isAlone || (_responseNames.TryGetValue(responseName, out var known) && known != meaning)) && !random.Chance(risk))
            responseName = $"r{_responseNames.Count}";
        _responseNames.TryAdd(responseName, isAlone ? "" : meaning);
        return responseName == name ? $"{name} {rest}" : $"{responseName} : {name} {rest}";
    }

    private string GenerateInlineFragment(ICompositeType type, int depth, int fragment)
    {
        var condition = random.Chance(0.3) ? null : PickOverlappingType(type);
        return $"... {(condition is null ? "" : $"on {condition.Name}")} {GenerateDirectives(DirectiveLocation.InlineFragment)} {GenerateDefer(depth)} {GenerateSelections(condition ?? type, depth + 1, fragment)}";
    }

    private string? GenerateSpread(ICompositeType type, int depth, int fragment)
    {
        if (random.Chance(risk))
            return random.Pick("... Nope", "... F0", "... on Nope { a }", "... on Int { a }", $"... on {random.Pick(schema.Types.OfType<ICompositeType>().ToArray()).Name} {{ __typename }}");
        var known = _fragments.FindAll(candidate => _fragments.IndexOf(candidate) > fragment && candidate.Operation == _operation && AreOverlapping(candidate.Type, type));
        GeneratedFragment chosen;
        if (known.Count > 0 && random.Chance(0.6))
        {
            chosen = random.Pick(known);
        }
        else if (_fragments.Count < MaxFragments)
        {
            chosen = new GeneratedFragment($"F{_fragments.Count}", PickOverlappingType(type), _operation, new Usage());
            _fragments.Add(chosen);
        }
        else
        {
            return null;
        }

        _usage.Fragments.Add(chosen.Name);
        return $"... {chosen.Name} {GenerateDirectives(DirectiveLocation.FragmentSpread)} {GenerateDefer(depth)}";
    }

    private ICompositeType PickOverlappingType(ICompositeType type)
    {
        if (random.Chance(0.4))
            return type;
        return random.Pick(schema.Types.OfType<ICompositeType>().Where(other => AreOverlapping(other, type)).ToArray());
    }

    private bool AreOverlapping(ICompositeType candidate, ICompositeType other) => schema.GetPossibleTypes(candidate).Intersect(schema.GetPossibleTypes(other)).Any();

    private string GenerateArguments(IReadOnlyList<Argument> arguments)
    {
        var given = arguments
            .Where(argument => argument.IsRequired ? !random.Chance(risk) : random.Chance(0.6))
            .Select(argument => $"{argument.Name} : {_literals.GenerateWithVariables(argument.Type, risk, UseVariable)}")
            .ToList();
        if (random.Chance(risk))
            given.Add("nope : 1");
        if (random.Chance(risk))
            given.AddRange(given.Take(1));
        return given.Count == 0 ? "" : $"( {string.Join(' ', given)} )";
    }

    private string GenerateDirectives(DirectiveLocation location, bool isConstant = false)
    {
        var text = "";
        if (location is DirectiveLocation.Field or DirectiveLocation.FragmentSpread or DirectiveLocation.InlineFragment && random.Chance(0.1) && _operation is not OperationType.Subscription)
            text += $" @{random.Pick("skip", "include")}(if: {_literals.GenerateWithVariables(new NonNullType((IInputType)schema.Types["Boolean"]), risk, UseVariable)})";
        foreach (var directive in schema.Directives)
        {
            var isGenerated = directive.Name.StartsWith('d') && directive.Name.Length == 2;
            if ((isGenerated && directive.Locations.Contains(location) && random.Chance(0.05)) || random.Chance(risk / 8))
            {
                for (var times = directive.IsRepeatable && random.Chance(0.3) || random.Chance(risk) ? 2 : 1; times > 0; times--)
                    text += $" @{directive.Name}{(isConstant ? GenerateConstantArguments(directive) : GenerateArguments(directive.Arguments.ToArray()))}";
            }
        }

        return random.Chance(risk / 4) ? $"{text} @nope" : text;
    }

    private string GenerateConstantArguments(DirectiveDefinition directive)
    {
        var given = directive.Arguments.Where(argument => argument.IsRequired || random.Chance(0.5)).Select(argument => $"{argument.Name} : {_literals.GenerateConstant(argument.Type, risk)}");
        return directive.Arguments.Count > 0 ? $"( {string.Join(' ', given)} )".Replace("(  )", "", StringComparison.Ordinal) : "";
    }

    private string GenerateDefer(int depth)
    {
        if (!_hasIncremental || !random.Chance(_operation is OperationType.Query || (depth > 0 && _operation is OperationType.Mutation) ? 0.5 : risk))
            return "";
        return $"@defer{GenerateIncrementalArguments("")}";
    }

    private string GenerateIncrementalArguments(string given)
    {
        if (random.Chance(0.3))
            given += $" label: \"{(random.Chance(risk) ? "l" : $"l{_labels++}")}\"";
        if (random.Chance(0.2))
            given += $" if: {random.Pick("true", "false", $"$ {UseVariable(new NonNullType((IInputType)schema.Types["Boolean"]), false)}")}";
        return given.Length == 0 ? "" : $"({given})";
    }

    private string GenerateIntrospection()
    {
        const string Reference = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
        const string Value = "name type { " + Reference + " } defaultValue";
        var deprecated = random.Pick("", "(includeDeprecated: true)", "(includeDeprecated: false)");
        var type = random.Pick(
            "name kind description",
            $"name fields{deprecated} {{ name description isDeprecated deprecationReason type {{ {Reference} }} args{deprecated} {{ {Value} isDeprecated }} }}",
            $"name inputFields{deprecated} {{ {Value} deprecationReason }} isOneOf",
            $"name enumValues{deprecated} {{ name isDeprecated deprecationReason }}",
            "name interfaces { name } possibleTypes { name } specifiedByURL");
        return random.Chance(0.5)
            ? $"__type(name: \"{(random.Chance(0.1) ? "Nope" : random.Pick(schema.Types.ToArray()).Name)}\") {{ {type} }}"
            : $"__schema {{ {random.Pick($"types {{ {type} }}", "queryType { name } mutationType { name } subscriptionType { name }", $"directives {{ name isRepeatable locations args {{ {Value} }} }}")} }}";
    }
}
