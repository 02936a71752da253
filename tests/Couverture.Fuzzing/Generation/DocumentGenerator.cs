using Couverture.Language;
using Couverture.Types;

namespace Couverture.Fuzzing.Generation;

/// <summary>Generates the text of an executable document for a schema.</summary>
/// <param name="schema">The schema.</param>
/// <param name="random">The source of random choices.</param>
/// <param name="risk">The probability that a part of the document breaks a rule; 0 for a valid document.</param>
internal sealed partial class DocumentGenerator(Schema schema, RandomSource random, double risk)
{
    private const int MaxFragments = 4;
    private static readonly string[] Aliases = ["k", "l", "m"];

    private readonly LiteralGenerator _literals = new(random);
    private readonly VariablePool _variables = new(schema, random);
    private readonly List<GeneratedFragment> _fragments = [];
    private readonly Dictionary<string, string> _responseNames = new(StringComparer.Ordinal);
    private readonly bool _hasIncremental = schema.Directives.Contains(SpecifiedDirectives.Defer);
    private Usage _usage = new();
    private OperationType _operation;
    private int _budget = 60;
    private int _labels;

    /// <summary>The names of the operations; null for an anonymous operation.</summary>
    public List<string?> Operations { get; } = [];

    public VariablePool Variables => _variables;

    public string Generate()
    {
        var operations = new List<(string Head, Usage Uses, string Body)>();
        var count = random.Chance(0.8) ? 1 : random.Between(2, 3);
        for (var i = 0; i < count; i++)
        {
            _usage = new Usage();
            _operation = PickOperationType();
            var name = count == 1 && random.Chance(0.5) ? null : random.Chance(risk) ? "Q0" : $"Q{i}";
            Operations.Add(name);
            var root = schema.GetRootType(_operation) ?? schema.QueryType;
            var body = _operation is OperationType.Subscription && !random.Chance(risk) ? GenerateSingleRootField(root) : GenerateSelections(root, 0, -1);
            operations.Add(($"{_operation.ToString().ToLowerInvariant()} {name} ", _usage, $"{GenerateDirectives(GetOperationLocation())} {body}"));
        }

        var fragments = GenerateFragments();
        if (random.Chance(risk))
            fragments += $" fragment Unused on {random.Pick(schema.Types.OfType<INamedType>().ToArray()).Name} {{ __typename }}";
        var texts = operations.Select(operation => $"{operation.Head}{GenerateVariableDefinitions(operation.Uses)}{operation.Body}");
        var text = $"{string.Join('\n', texts)}{fragments}";
        return text.StartsWith("query   {", StringComparison.Ordinal) && random.Chance(0.5) ? text["query ".Length..] : text;
    }

    private OperationType PickOperationType() => random.Next(10) switch
    {
        < 3 when schema.MutationType is not null || random.Chance(risk) => OperationType.Mutation,
        3 when schema.SubscriptionType is not null || random.Chance(risk) => OperationType.Subscription,
        _ => OperationType.Query,
    };

    private DirectiveLocation GetOperationLocation() => _operation switch
    {
        OperationType.Query => DirectiveLocation.Query,
        OperationType.Mutation => DirectiveLocation.Mutation,
        _ => DirectiveLocation.Subscription,
    };

    private string GenerateFragments()
    {
        var text = "";
        // Generating a fragment may append further fragments.
        for (var i = 0; i < _fragments.Count; i++)
        {
            var fragment = _fragments[i];
            _usage = fragment.Usage;
            _operation = fragment.Operation;
            var name = random.Chance(risk / 2) ? "F0" : fragment.Name;
            text += $"\nfragment {name} on {fragment.Type.Name} {GenerateDirectives(DirectiveLocation.FragmentDefinition)} {GenerateSelections(fragment.Type, 2, i)}";
        }

        return text;
    }

    private string GenerateVariableDefinitions(Usage usage)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Collect(usage);
        if (random.Chance(risk) && names.Count > 0)
            names.Remove(names.Min!);
        if (random.Chance(risk) && _variables.PickAny() is { } other)
            names.Add(other);
        var definitions = names.Select(name => $"{_variables.GetDefinition(name)} {GenerateDirectives(DirectiveLocation.VariableDefinition, isConstant: true)}").ToList();
        if (random.Chance(risk))
            definitions.AddRange(definitions.Take(1));
        if (random.Chance(risk))
            definitions.Add(random.Pick("$ unused : Int", "$ bad : O0", "$ bad : Nope", "$ bad : [E0!]! = 1"));
        return definitions.Count == 0 ? "" : $"( {string.Join(' ', definitions)} ) ";

        void Collect(Usage current)
        {
            names.UnionWith(current.Variables);
            foreach (var name in current.Fragments.Where(reached.Add))
                Collect(_fragments.Single(fragment => fragment.Name == name).Usage);
        }
    }

    private string UseVariable(IInputType type, bool isOneOf)
    {
        var name = isOneOf ? _variables.PickOrAddForOneOf((NonNullType)type) : _variables.PickOrAdd(type, risk, _literals);
        _usage.Variables.Add(name);
        return name;
    }

    private sealed class Usage
    {
        public HashSet<string> Variables { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Fragments { get; } = new(StringComparer.Ordinal);
    }

    private sealed record GeneratedFragment(string Name, ICompositeType Type, OperationType Operation, Usage Usage);
}
