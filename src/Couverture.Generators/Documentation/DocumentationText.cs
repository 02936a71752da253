using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Couverture.Generators.Documentation;

/// <summary>Converts XML documentation to plain text: collapses white space and preserves paragraphs.</summary>
internal static class DocumentationText
{
    private const char LineBreak = '\u0001';

    private static readonly Regex Folded = new(@"\s+", RegexOptions.CultureInvariant);

    /// <summary>Parses the documentation of a member; returns null if it is not valid XML.</summary>
    public static XElement? Parse(string? xml)
    {
        if (string.IsNullOrWhiteSpace(xml))
            return null;
        try
        {
            return XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Returns the text of <c>summary</c>; null if the element is missing or empty.</summary>
    public static string? Summary(XElement? member) => Of(member?.Element("summary"));

    /// <summary>Returns the text of the <c>param</c> with the name; null if the element is missing or empty.</summary>
    public static string? Parameter(XElement? member, string name) =>
        Of(member?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name));

    /// <summary>Returns the plain text of an element; null if it is empty.</summary>
    public static string? Of(XElement? element)
    {
        if (element is null)
            return null;
        var text = new StringBuilder();
        Append(text, element);
        var lines = text.ToString().Split(LineBreak).Select(l => Folded.Replace(l, " ").Trim());
        var joined = string.Join("\n", lines).Trim('\n');
        while (joined.Contains("\n\n\n"))
            joined = joined.Replace("\n\n\n", "\n\n");
        return joined.Length == 0 ? null : joined;
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText plain)
                text.Append(plain.Value);
            else if (node is XElement child)
                AppendElement(text, child);
        }
    }

    private static void AppendElement(StringBuilder text, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "see" or "seealso":
                AppendReference(text, element);
                break;
            case "paramref" or "typeparamref":
                text.Append((string?)element.Attribute("name"));
                break;
            case "c" or "code":
                text.Append('`');
                Append(text, element);
                text.Append('`');
                break;
            case "para":
                text.Append(LineBreak).Append(LineBreak);
                Append(text, element);
                text.Append(LineBreak).Append(LineBreak);
                break;
            case "br":
                text.Append(LineBreak);
                break;
            case "item":
                text.Append(LineBreak).Append("- ");
                Append(text, element);
                break;
            case "list":
                Append(text, element);
                text.Append(LineBreak).Append(LineBreak);
                break;
            default:
                Append(text, element);
                break;
        }
    }

    private static void AppendReference(StringBuilder text, XElement element)
    {
        if (element.Nodes().Any())
            Append(text, element);
        else
            text.Append((string?)element.Attribute("langword") ?? SchemaName((string?)element.Attribute("cref")) ?? (string?)element.Attribute("href"));
    }

    /// <summary>Returns the schema name of the symbol with a documentation id.</summary>
    private static string? SchemaName(string? cref)
    {
        if (cref is null || cref.Length < 3)
            return cref;
        var id = cref.Substring(2);
        var parameters = id.IndexOf('(');
        if (parameters >= 0)
            id = id.Substring(0, parameters);
        var name = id.Substring(id.LastIndexOf('.') + 1);
        var arity = name.IndexOf('`');
        if (arity >= 0)
            name = name.Substring(0, arity);
        return cref[0] switch
        {
            'P' => Naming.Camel(name),
            'F' => Naming.EnumValue(name),
            'M' => Naming.Field(name, returnsTask: true),
            _ => name,
        };
    }
}
