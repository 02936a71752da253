using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation;

/// <summary>
/// A document with the schema's types for its nodes, collected in one traversal. The rules iterate over these lists, which are in document
/// order. A type or definition is null if the schema does not have it.
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

    /// <summary>All fragment definitions, including those with duplicate names.</summary>
    public List<FragmentDefinitionNode> Fragments { get; } = [];

    /// <summary>The first fragment with each name.</summary>
    public IReadOnlyDictionary<string, FragmentDefinitionNode> FragmentsByName => _fragmentsByName;

    public FragmentGraph Graph => _graph ??= new FragmentGraph(this);

    public SelectionCounter SelectionCounter => _selectionCounter ??= new SelectionCounter(this);

    /// <summary>The number of fields that the operations select, with fragments expanded.</summary>
    public int SelectedFields => Operations.Aggregate(0, (sum, operation) => SelectionStatistics.Add(sum, SelectionCounter.Count(operation.SelectionSet).Fields));

    public Dictionary<IExecutableDefinitionNode, DefinitionUses> Uses { get; } = [];

    public List<SelectedField> Fields { get; } = [];

    public Dictionary<FieldNode, SelectedField> FieldsByNode { get; } = [];

    /// <summary>The type conditions of named and inline fragments.</summary>
    public List<(NamedTypeNode Node, INamedType? Type)> TypeConditions { get; } = [];

    /// <summary>The uses of named and inline fragments. An inline fragment without a type condition has the type of its parent.</summary>
    public List<(ISelectionNode Node, INamedType? Type, ICompositeType? ParentType)> Spreads { get; } = [];

    public List<ArgumentSet> ArgumentSets { get; } = [];

    public List<(DirectiveLocation Location, IReadOnlyList<DirectiveNode> Directives)> DirectiveSets { get; } = [];

    /// <summary>Literals at positions of leaf types, and literals of the wrong kind; without the literals nested inside them.</summary>
    public List<TypedValue> Values { get; } = [];

    public List<(ObjectValueNode Node, InputObjectType? Type)> Objects { get; } = [];

    /// <summary>Returns the uses of an operation, followed by those of each fragment that it spreads.</summary>
    public IEnumerable<DefinitionUses> AllUses(OperationDefinitionNode operation)
        => Graph.Reachable(operation).Select(fragment => Uses[fragment]).Prepend(Uses[operation]);
}

/// <summary>A selected field with its parent type and its number in the document.</summary>
internal sealed record SelectedField(int Number, FieldNode Node, ICompositeType? ParentType, Field? Definition);

/// <summary>The arguments of a field or directive; the definitions are null if the field or directive is unknown.</summary>
internal sealed record ArgumentSet(
    ISyntaxNode Owner,
    string OwnerName,
    IReadOnlyList<ArgumentNode> Arguments,
    MemberCollection<Argument>? Definitions);

/// <summary>A literal, the expected type, and the coordinate of the argument or input field, or the name of the variable, that it is a value of.</summary>
internal sealed record TypedValue(IValueNode Node, IType Type, string Coordinate, InputPath Path);

/// <summary>The path of a literal: the name of the argument or variable, then list indexes and names of input fields.</summary>
internal sealed record InputPath(InputPath? Parent, object Step)
{
    /// <summary>Whether the literal is in a list, so that its coordinate alone does not identify it.</summary>
    public bool HasIndex => Step is int || Parent is { HasIndex: true };

    /// <summary>Returns the steps from the root.</summary>
    public object[] ToArray() => [.. Parent?.ToArray() ?? [], Step];
}

/// <summary>A use of a variable.</summary>
internal sealed record VariableUsage(VariableNode Node, IType? Type, bool HasLocationDefault, InputObjectType? OneOf);

/// <summary>The spreads and variables in an operation or fragment, not including those in fragments that it spreads.</summary>
internal sealed class DefinitionUses
{
    private HashSet<string>? _variableNames;

    public List<FragmentSpreadNode> Spreads { get; } = [];

    public List<VariableUsage> Variables { get; } = [];

    /// <summary>The names of the variables, without duplicates.</summary>
    public IReadOnlySet<string> VariableNames => _variableNames ??= Variables.Select(usage => usage.Node.Name.Value).ToHashSet(StringComparer.Ordinal);
}
