using System.Xml;
using System.Xml.Linq;
using Couverture.Generators.Models;

namespace Couverture.Generators.Documentation;

/// <summary>The texts of one XML documentation file.</summary>
internal sealed record DocumentationFile(EquatableArray<DocumentationEntry> Entries)
{
    /// <summary>Returns the id of a <c>param</c> element of a type, which documents the primary constructor.</summary>
    public static string ParameterId(string typeId, string parameter) => $"{typeId}/{parameter}";

    /// <summary>Parses a documentation file; returns no entries if it is not valid XML.</summary>
    public static DocumentationFile Parse(string xml)
    {
        try
        {
            var members = XElement.Parse(xml, LoadOptions.PreserveWhitespace).Descendants("member");
            return new DocumentationFile(members.SelectMany(Read).ToEquatable());
        }
        catch (XmlException)
        {
            return new DocumentationFile(EquatableArray<DocumentationEntry>.Empty);
        }
    }

    private static IEnumerable<DocumentationEntry> Read(XElement member)
    {
        if ((string?)member.Attribute("name") is not { } id)
            yield break;
        if (DocumentationText.Summary(member) is { } summary)
            yield return new DocumentationEntry(id, summary);
        if (!id.StartsWith("T:", StringComparison.Ordinal))
            yield break;
        foreach (var parameter in member.Elements("param"))
        {
            if ((string?)parameter.Attribute("name") is { } name && DocumentationText.Of(parameter) is { } text)
                yield return new DocumentationEntry(ParameterId(id, name), text);
        }
    }
}

/// <summary>The text of one documentation id.</summary>
internal sealed record DocumentationEntry(string Id, string Text);
