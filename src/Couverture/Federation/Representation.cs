using System.Globalization;
using Couverture.Language;

namespace Couverture.Federation;

/// <summary>What a gateway knows of an entity: the name of its type, the fields of a key, and the fields that a resolver requires.</summary>
/// <param name="value">The value from the gateway, an object if it is valid.</param>
public sealed class Representation(IValueNode value)
{
    /// <summary>The value from the gateway.</summary>
    public IValueNode Value { get; } = value;

    /// <summary>The name of the type; null if it is missing or no string.</summary>
    public string? TypeName => GetString("__typename");

    /// <summary>Returns the value of a field; null if it is missing or null.</summary>
    /// <param name="path">The names of the field and of the objects around it, outermost first.</param>
    public IValueNode? Find(params ReadOnlySpan<string> path)
    {
        var current = Value;
        foreach (var name in path)
        {
            if (current is not ObjectValueNode parent || FindField(parent, name) is not { } next)
                return null;
            current = next;
        }

        return current is NullValueNode ? null : current;
    }

    /// <summary>Returns a text or an id; null if the field is missing or has another type.</summary>
    /// <param name="path">The names of the field and of the objects around it, outermost first.</param>
    public string? GetString(params ReadOnlySpan<string> path) => Find(path) switch
    {
        StringValueNode text => text.Value,
        IntValueNode number => number.Value,
        _ => null,
    };

    /// <summary>Returns an integer; null if the field is missing, is no integer or does not fit.</summary>
    /// <param name="path">The names of the field and of the objects around it, outermost first.</param>
    public int? GetInt32(params ReadOnlySpan<string> path) =>
        Find(path) is IntValueNode number && int.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>Returns the value of a field of an object; null if it is missing.</summary>
    internal static IValueNode? FindField(ObjectValueNode parent, string name)
    {
        foreach (var field in parent.Fields)
        {
            if (field.Name.Value == name)
                return field.Value;
        }

        return null;
    }
}
