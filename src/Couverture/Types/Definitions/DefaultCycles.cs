using Couverture.Language;

namespace Couverture.Types;

/// <summary>Finds defaults of input fields that need themselves (specification section 3.10, "Circular References").</summary>
internal static class DefaultCycles
{
    public static bool Exist(IEnumerable<InputObjectType> types, List<string> errors)
    {
        var found = new HashSet<InputField>();
        foreach (var type in types.OrderBy(t => t.Name, StringComparer.Ordinal))
            Find(type, new ObjectValueNode([]), [], found);
        foreach (var field in found)
            errors.Add($"{field.Coordinate}: the default value needs itself.");
        return found.Count > 0;
    }

    private static void Find(InputObjectType type, IValueNode value, HashSet<InputField> open, HashSet<InputField> found)
    {
        if (value is ListValueNode list)
        {
            foreach (var item in list.Items)
                Find(type, item, open, found);
            return;
        }

        if (value is not ObjectValueNode given)
            return;
        foreach (var field in type.Fields)
        {
            if (field.Type.NamedType() is not InputObjectType inner)
                continue;
            if (given.Fields.FirstOrDefault(f => f.Name.Value == field.Name) is { } own)
                Find(inner, own.Value, open, found);
            else if (field.DefaultValue is { } fallback)
                FindWithin(field, inner, fallback, open, found);
        }
    }

    private static void FindWithin(InputField field, InputObjectType type, IValueNode fallback, HashSet<InputField> open, HashSet<InputField> found)
    {
        if (found.Contains(field))
            return;
        if (!open.Add(field))
        {
            found.Add(field);
            return;
        }

        Find(type, fallback, open, found);
        open.Remove(field);
    }
}
