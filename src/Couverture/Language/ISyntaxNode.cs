namespace Couverture.Language;

/// <summary>A node of the syntax tree. Nodes are immutable and compare by reference; <see cref="SyntaxComparer"/> compares by structure.</summary>
public interface ISyntaxNode
{
    /// <summary>The kind of node.</summary>
    SyntaxKind Kind { get; }

    /// <summary>The location in the source text; null for a node that was not parsed.</summary>
    Location? Location { get; }
}

/// <summary>A top-level definition of a document.</summary>
public interface IDefinitionNode : ISyntaxNode;

/// <summary>An operation or a fragment.</summary>
public interface IExecutableDefinitionNode : IDefinitionNode
{
    /// <summary>The name; null for an anonymous operation.</summary>
    NameNode? Name { get; }

    /// <summary>The selection set.</summary>
    SelectionSetNode SelectionSet { get; }

    /// <summary>The directives, in document order; empty if there are none.</summary>
    IReadOnlyList<DirectiveNode> Directives { get; }
}

/// <summary>A definition of the type system: the schema, a type or a directive.</summary>
public interface ITypeSystemDefinitionNode : IDefinitionNode;

/// <summary>An extension of the schema or of a type.</summary>
public interface ITypeSystemExtensionNode : IDefinitionNode;

/// <summary>The definition of a named type.</summary>
public interface ITypeDefinitionNode : ITypeSystemDefinitionNode
{
    /// <summary>The name of the type.</summary>
    NameNode Name { get; }

    /// <summary>The description; null if there is none.</summary>
    StringValueNode? Description { get; }
}

/// <summary>The extension of a named type.</summary>
public interface ITypeExtensionNode : ITypeSystemExtensionNode
{
    /// <summary>The name of the type extended.</summary>
    NameNode Name { get; }
}

/// <summary>A field, fragment spread or inline fragment.</summary>
public interface ISelectionNode : ISyntaxNode
{
    /// <summary>The directives, in document order; empty if there are none.</summary>
    IReadOnlyList<DirectiveNode> Directives { get; }
}

/// <summary>A literal or a variable.</summary>
public interface IValueNode : ISyntaxNode;

/// <summary>A reference to a type.</summary>
public interface ITypeNode : ISyntaxNode;

/// <summary>The base class of all syntax nodes. It cannot be derived from outside this assembly.</summary>
public abstract class SyntaxNode : ISyntaxNode
{
    private protected SyntaxNode(Location? location) => Location = location;

    /// <inheritdoc />
    public abstract SyntaxKind Kind { get; }

    /// <inheritdoc />
    public Location? Location { get; }

    /// <summary>Returns the canonical text of the node, as printed by <see cref="SyntaxPrinter"/>.</summary>
    public sealed override string ToString() => SyntaxPrinter.Print(this);
}
