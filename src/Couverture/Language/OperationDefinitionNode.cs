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

    /// <summary>Which of the three it is.</summary>
    public OperationType Operation { get; } = operation;

    /// <summary>Its name; null for an anonymous operation.</summary>
    public NameNode? Name { get; } = name;

    /// <summary>Its description; null when it has none.</summary>
    public StringValueNode? Description { get; } = description;

    /// <summary>The variables it declares, in document order; empty when there are none.</summary>
    public IReadOnlyList<VariableDefinitionNode> VariableDefinitions { get; } = variableDefinitions;

    /// <summary>The directives applied to it, in document order; empty when there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    /// <summary>What is selected.</summary>
    public SelectionSetNode SelectionSet { get; } = selectionSet;
}
