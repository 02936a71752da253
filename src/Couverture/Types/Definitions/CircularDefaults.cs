using Couverture.Language;

namespace Couverture.Types;

/// <summary>Finds default values of input fields that depend on themselves (specification section 3.10, "Circular References").</summary>
internal static class CircularDefaults
{
    /// <summary>Adds an error for each circular default value; returns whether there are any.</summary>
    public static bool Report(IEnumerable<InputObjectType> types, List<string> errors)
    {
        var circular = new HashSet<InputField>();
        foreach (var type in types.OrderBy(t => t.Name, StringComparer.Ordinal))
            Visit(type, new ObjectValueNode([]), [], circular);
        foreach (var field in circular)
            errors.Add($"{field.Coordinate}: the default value depends on itself.");
        return circular.Count > 0;
    }

    private static void Visit(InputObjectType type, IValueNode value, HashSet<InputField> path, HashSet<InputField> circular)
    {
        if (value is ListValueNode list)
        {
            foreach (var item in list.Items)
                Visit(type, item, path, circular);
            return;
        }

        if (value is not ObjectValueNode given)
            return;
        foreach (var field in type.Fields)
        {
            if (field.Type.NamedType() is not InputObjectType inner)
                continue;
            if (given.Fields.FirstOrDefault(f => f.Name.Value == field.Name) is { } own)
                Visit(inner, own.Value, path, circular);
            else if (field.DefaultValue is { } defaultValue)
                VisitDefault(field, inner, defaultValue, path, circular);
        }
    }

    private static void VisitDefault(InputField field, InputObjectType type, IValueNode defaultValue, HashSet<InputField> path, HashSet<InputField> circular)
    {
        if (circular.Contains(field))
            return;
        if (!path.Add(field))
        {
            circular.Add(field);
            return;
        }

        Visit(type, defaultValue, path, circular);
        path.Remove(field);
    }
}
