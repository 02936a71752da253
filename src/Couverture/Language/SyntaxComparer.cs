using System.Runtime.CompilerServices;

namespace Couverture.Language;

/// <summary>
/// Compares syntax nodes by structure: by kind, name, value and the order of children. Locations and the notation of strings (quoted or
/// block) are ignored.
/// </summary>
public sealed class SyntaxComparer : IEqualityComparer<ISyntaxNode>
{
    private SyntaxComparer()
    {
    }

    /// <summary>The shared, stateless instance.</summary>
    public static SyntaxComparer Structural { get; } = new();

    /// <inheritdoc />
    /// <exception cref="InsufficientExecutionStackException">The trees are too deep to compare. This cannot happen with parsed trees.</exception>
    public bool Equals(ISyntaxNode? x, ISyntaxNode? y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        if (x is null || y is null || x.Kind != y.Kind || Text(x) != Text(y))
        {
            return false;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();

        using var left = SyntaxChildren.GetChildren(x).GetEnumerator();
        using var right = SyntaxChildren.GetChildren(y).GetEnumerator();

        while (left.MoveNext())
        {
            if (!right.MoveNext() || left.Current.Role != right.Current.Role || !Equals(left.Current.Node, right.Current.Node))
            {
                return false;
            }
        }

        return !right.MoveNext();
    }

    /// <inheritdoc />
    public int GetHashCode(ISyntaxNode obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        RuntimeHelpers.EnsureSufficientExecutionStack();

        var hash = new HashCode();
        hash.Add(obj.Kind);
        hash.Add(Text(obj), StringComparer.Ordinal);

        foreach (var (_, child) in SyntaxChildren.GetChildren(obj))
        {
            hash.Add(GetHashCode(child));
        }

        return hash.ToHashCode();
    }

    private static string? Text(ISyntaxNode node) => node switch
    {
        NameNode name => name.Value,
        StringValueNode text => text.Value,
        IntValueNode number => number.Value,
        FloatValueNode number => number.Value,
        EnumValueNode name => name.Value,
        BooleanValueNode boolean => boolean.Value ? "true" : "false",
        OperationDefinitionNode operation => operation.Operation.ToString(),
        OperationTypeDefinitionNode operationType => operationType.Operation.ToString(),
        DirectiveDefinitionNode directive => directive.IsRepeatable ? "repeatable" : "",
        _ => null,
    };
}
