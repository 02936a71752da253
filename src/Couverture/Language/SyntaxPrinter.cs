using System.Text;

namespace Couverture.Language;

/// <summary>
/// Prints syntax nodes as canonical GraphQL text: two spaces of indentation, one selection or definition per line, no comments.
/// Parsing the text returns a tree that is equal according to <see cref="SyntaxComparer"/>.
/// </summary>
public static class SyntaxPrinter
{
    /// <summary>Returns the text of a node, without a final line break.</summary>
    /// <exception cref="InsufficientExecutionStackException">The tree is too deep to print. This cannot happen with parsed trees.</exception>
    public static string Print(ISyntaxNode node)
    {
        ArgumentNullException.ThrowIfNull(node);

        var writer = new SyntaxWriter();
        writer.Write(node);
        return writer.ToString();
    }

    /// <summary>Returns a string literal in double quotes, with control characters escaped.</summary>
    internal static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        StringLiteral.AppendQuoted(text, value);
        return text.ToString();
    }
}
