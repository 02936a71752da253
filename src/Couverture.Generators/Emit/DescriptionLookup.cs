using Couverture.Generators.Documentation;
using Couverture.Generators.Models;

namespace Couverture.Generators.Emit;

/// <summary>Looks up descriptions in documentation files.</summary>
internal sealed class DescriptionLookup
{
    private readonly Dictionary<string, string> _texts = [];

    public DescriptionLookup(IEnumerable<DocumentationFile> files)
    {
        foreach (var entry in files.SelectMany(f => f.Entries))
            _texts[entry.Id] = entry.Text;
    }

    public string? Of(DocumentationSource source) =>
        source.Text ?? source.Ids.Select(id => _texts.TryGetValue(id, out var text) ? text : null).FirstOrDefault(t => t is not null);
}
