using System.Text;

namespace Couverture.Language;

/// <summary>
/// Writes syntax nodes as canonical GraphQL text: two spaces of indentation, one selection or definition a line, no comments.
/// Parsing what is printed gives a tree equal by <see cref="SyntaxComparer"/>.
/// </summary>
public static class SyntaxPrinter
{
    /// <summary>The text of a node, without a final line break.</summary>
    /// <exception cref="InsufficientExecutionStackException">The tree is too deep to print; no parsed tree is.</exception>
    public static string Print(ISyntaxNode node)
    {
        ArgumentNullException.ThrowIfNull(node);

        var writer = new SyntaxWriter();
        writer.Write(node);
        return writer.ToString();
    }

    /// <summary>The literal of a text in single quotes, control characters escaped.</summary>
    internal static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        StringLiteral.AppendQuoted(text, value);
        return text.ToString();
    }
}
