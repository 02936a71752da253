using Couverture.Language;
using Couverture.Types;

namespace Couverture.Fuzzing.Generation;

/// <summary>Makes the text of an executable document for a schema: valid, but for what a risk taken makes of it.</summary>
/// <param name="schema">The schema.</param>
/// <param name="random">The choices.</param>
/// <param name="risk">How likely each part of the document breaks a rule; 0 gives a valid one.</param>
internal sealed partial class DocumentGenerator(Schema schema, Randomness random, double risk)
{
    private const int MaxFragments = 4;
    private static readonly string[] Aliases = ["k", "l", "m"];

    private readonly LiteralGenerator _literals = new(random);
    private readonly VariablePool _variables = new(schema, random);
    private readonly List<Fragment> _fragments = [];
    private readonly Dictionary<string, string> _responseNames = new(StringComparer.Ordinal);
    private readonly bool _hasIncremental = schema.Directives.Contains(SpecifiedDirectives.Defer);
    private Uses _uses = new();
    private OperationType _operation;
    private int _budget = 60;
    private int _labels;

    /// <summary>The names of the operations; null for one without a name.</summary>
    public List<string?> Operations { get; } = [];

    public VariablePool Variables => _variables;

    public string Make()
    {
        var operations = new List<(string Head, Uses Uses, string Body)>();
        var count = random.Chance(0.8) ? 1 : random.Between(2, 3);
        for (var i = 0; i < count; i++)
        {
            _uses = new Uses();
            _operation = RootKind();
            var name = count == 1 && random.Chance(0.5) ? null : random.Chance(risk) ? "Q0" : $"Q{i}";
            Operations.Add(name);
            var root = schema.GetRootType(_operation) ?? schema.QueryType;
            var body = _operation is OperationType.Subscription && !random.Chance(risk) ? OneRootField(root) : Selections(root, 0, -1);
            operations.Add(($"{_operation.ToString().ToLowerInvariant()} {name} ", _uses, $"{Directives(Place())} {body}"));
        }

        var fragments = Fragments();
        if (random.Chance(risk))
            fragments += $" fragment Unused on {random.Pick(schema.Types.OfType<INamedType>().ToArray()).Name} {{ __typename }}";
        var texts = operations.Select(operation => $"{operation.Head}{Definitions(operation.Uses)}{operation.Body}");
        var text = $"{string.Join('\n', texts)}{fragments}";
        return text.StartsWith("query   {", StringComparison.Ordinal) && random.Chance(0.5) ? text["query ".Length..] : text;
    }

    private OperationType RootKind() => random.Next(10) switch
    {
        < 3 when schema.MutationType is not null || random.Chance(risk) => OperationType.Mutation,
        3 when schema.SubscriptionType is not null || random.Chance(risk) => OperationType.Subscription,
        _ => OperationType.Query,
    };

    private DirectiveLocation Place() => _operation switch
    {
        OperationType.Query => DirectiveLocation.Query,
        OperationType.Mutation => DirectiveLocation.Mutation,
        _ => DirectiveLocation.Subscription,
    };

    private string Fragments()
    {
        var text = "";
        // Making one may add others behind it.
        for (var i = 0; i < _fragments.Count; i++)
        {
            var fragment = _fragments[i];
            _uses = fragment.Uses;
            _operation = fragment.Operation;
            var name = random.Chance(risk / 2) ? "F0" : fragment.Name;
            text += $"\nfragment {name} on {fragment.Type.Name} {Directives(DirectiveLocation.FragmentDefinition)} {Selections(fragment.Type, 2, i)}";
        }

        return text;
    }

    private string Definitions(Uses uses)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Collect(uses);
        if (random.Chance(risk) && names.Count > 0)
            names.Remove(names.Min!);
        if (random.Chance(risk) && _variables.Any() is { } other)
            names.Add(other);
        var definitions = names.Select(name => $"{_variables.Definition(name)} {Directives(DirectiveLocation.VariableDefinition, isConstant: true)}").ToList();
        if (random.Chance(risk))
            definitions.AddRange(definitions.Take(1));
        if (random.Chance(risk))
            definitions.Add(random.Pick("$ unused : Int", "$ bad : O0", "$ bad : Nope", "$ bad : [E0!]! = 1"));
        return definitions.Count == 0 ? "" : $"( {string.Join(' ', definitions)} ) ";

        void Collect(Uses used)
        {
            names.UnionWith(used.Variables);
            foreach (var fragment in used.Fragments.Where(reached.Add))
                Collect(_fragments.Single(one => one.Name == fragment).Uses);
        }
    }

    private string Variable(IInputType type, bool isOneOf)
    {
        var name = isOneOf ? _variables.ForOneOf((NonNullType)type) : _variables.For(type, risk, _literals);
        _uses.Variables.Add(name);
        return name;
    }

    private sealed class Uses
    {
        public HashSet<string> Variables { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Fragments { get; } = new(StringComparer.Ordinal);
    }

    private sealed record Fragment(string Name, ICompositeType Type, OperationType Operation, Uses Uses);
}
