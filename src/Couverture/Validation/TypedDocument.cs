using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation;

/// <summary>
/// A document with the schema's types beside its nodes, gathered in one walk. The rules iterate over these lists, which are in document
/// order; a type or definition is null where the schema has none.
/// </summary>
internal sealed class TypedDocument
{
    private readonly Dictionary<string, FragmentDefinitionNode> _fragmentsByName = new(StringComparer.Ordinal);
    private FragmentGraph? _graph;
    private SelectionCounter? _selectionCounter;

    public TypedDocument(Schema schema, DocumentNode document)
    {
        Syntax = document;

        foreach (var definition in document.Definitions)
        {
            switch (definition)
            {
                case OperationDefinitionNode operation:
                    Operations.Add(operation);
                    break;
                case FragmentDefinitionNode fragment:
                    Fragments.Add(fragment);
                    _fragmentsByName.TryAdd(fragment.Name.Value, fragment);
                    break;
            }
        }

        new TypedDocumentReader(schema, this).Read();
    }

    public DocumentNode Syntax { get; }

    public List<OperationDefinitionNode> Operations { get; } = [];

    /// <summary>The fragment definitions, those of a name used twice included.</summary>
    public List<FragmentDefinitionNode> Fragments { get; } = [];

    /// <summary>The first fragment of each name.</summary>
    public IReadOnlyDictionary<string, FragmentDefinitionNode> FragmentsByName => _fragmentsByName;

    public FragmentGraph Graph => _graph ??= new FragmentGraph(this);

    public SelectionCounter SelectionCounter => _selectionCounter ??= new SelectionCounter(this);

    /// <summary>How many fields the operations select, fragments expanded.</summary>
    public int SelectedFields => Operations.Aggregate(0, (sum, operation) => SelectionStatistics.Add(sum, SelectionCounter.Count(operation.SelectionSet).Fields));

    public Dictionary<IExecutableDefinitionNode, DefinitionUses> Uses { get; } = [];

    public List<SelectedField> Fields { get; } = [];

    public Dictionary<FieldNode, SelectedField> FieldsByNode { get; } = [];

    /// <summary>The type conditions of named and inline fragments.</summary>
    public List<(NamedTypeNode Node, INamedType? Type)> TypeConditions { get; } = [];

    /// <summary>The named and inline fragments where they are used; an inline one without condition has the type it stands on.</summary>
    public List<(ISelectionNode Node, INamedType? Type, ICompositeType? ParentType)> Spreads { get; } = [];

    public List<ArgumentSet> ArgumentSets { get; } = [];

    public List<(DirectiveLocation Location, IReadOnlyList<DirectiveNode> Directives)> DirectiveSets { get; } = [];

    /// <summary>Literals where the schema expects a leaf or a literal of another kind; not those inside a literal already listed.</summary>
    public List<TypedValue> Values { get; } = [];

    public List<(ObjectValueNode Node, InputObjectType? Type)> Objects { get; } = [];

    /// <summary>What an operation uses, and then each of the fragments that it spreads.</summary>
    public IEnumerable<DefinitionUses> AllUses(OperationDefinitionNode operation)
        => Graph.Reachable(operation).Select(fragment => Uses[fragment]).Prepend(Uses[operation]);
}

/// <summary>A selected field on the type it stands on, with its number in the document.</summary>
internal sealed record SelectedField(int Number, FieldNode Node, ICompositeType? ParentType, Field? Definition);

/// <summary>The arguments given to a field or directive; the definitions are null where the field or directive is unknown.</summary>
internal sealed record ArgumentSet(
    ISyntaxNode Owner,
    string OwnerName,
    IReadOnlyList<ArgumentNode> Arguments,
    MemberCollection<Argument>? Definitions);

/// <summary>A literal, the type expected, and the coordinate of the argument or input field, or the variable, that it is given for.</summary>
internal sealed record TypedValue(IValueNode Node, IType Type, string Coordinate);

/// <summary>A variable where it is used.</summary>
internal sealed record VariableUsage(VariableNode Node, IType? Type, bool HasLocationDefault, InputObjectType? OneOf);

/// <summary>What an operation or fragment itself uses, fragments that it spreads not included.</summary>
internal sealed class DefinitionUses
{
    private HashSet<string>? _variableNames;

    public List<FragmentSpreadNode> Spreads { get; } = [];

    public List<VariableUsage> Variables { get; } = [];

    /// <summary>The names of the variables, each once.</summary>
    public IReadOnlySet<string> VariableNames => _variableNames ??= Variables.Select(usage => usage.Node.Name.Value).ToHashSet(StringComparer.Ordinal);
}
