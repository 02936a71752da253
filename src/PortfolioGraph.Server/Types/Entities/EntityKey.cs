using System.Globalization;

namespace PortfolioGraph.Server.Types.Entities;

/// <summary>The key of an entity in the representation that a gateway sends. It is not validated, so that a wrong key fails alone.</summary>
/// <param name="representation">The representation.</param>
internal sealed class EntityKey(IValueNode representation)
{
    /// <summary>Returns a text; null if the field is missing or no text.</summary>
    /// <param name="name">The name of the field.</param>
    public string? ReadText(string name) => (Find(name) as StringValueNode)?.Value;

    /// <summary>Returns an integer; null if the field is missing, no integer, or too large.</summary>
    /// <param name="name">The name of the field.</param>
    public int? ReadNumber(string name) =>
        Find(name) is IntValueNode number && int.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Returns a list of texts; null if the field is missing or no list of texts.</summary>
    /// <param name="name">The name of the field.</param>
    public IReadOnlyList<string>? ReadTexts(string name) =>
        Find(name) is ListValueNode list && list.Items.All(static item => item is StringValueNode) ? [.. list.Items.Select(static item => ((StringValueNode)item).Value)] : null;

    private IValueNode? Find(string name) => (representation as ObjectValueNode)?.Fields.FirstOrDefault(field => field.Name.Value == name)?.Value;
}
