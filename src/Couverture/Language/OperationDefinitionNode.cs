namespace Couverture.Language;

/// <summary>A query, mutation or subscription (section 2.4).</summary>
public sealed class OperationDefinitionNode(
    OperationType operation,
    NameNode? name,
    StringValueNode? description,
    IReadOnlyList<VariableDefinitionNode> variableDefinitions,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet,
    Location? location = null)
    : SyntaxNode(location), IExecutableDefinitionNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.OperationDefinition;

    /// <summary>The kind of operation.</summary>
    public OperationType Operation { get; } = operation;

    /// <summary>The name; null for an anonymous operation.</summary>
    public NameNode? Name { get; } = name;

    /// <summary>The description; null if there is none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The variable definitions, in document order; empty if there are none.</summary>
    public IReadOnlyList<VariableDefinitionNode> VariableDefinitions { get; } = variableDefinitions;

    /// <summary>The directives, in document order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>The selection set.</summary>
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}

/// <summary>The kinds of operation (section 2.4).</summary>
public enum OperationType
{
    /// <summary>A read-only fetch.</summary>
    Query,

    /// <summary>A write followed by a fetch. The root fields run serially.</summary>
    Mutation,

    /// <summary>A long-lived request that returns a result for each source event.</summary>
    Subscription,
}
