using System.Collections;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>Converts runtime values to literals of an input type.</summary>
internal static class ValueLiteral
{
    /// <exception cref="SerializationException">The value is not valid for the type.</exception>
    public static IValueNode Of(IInputType type, object? value) => type switch
    {
        NonNullType when value is null => throw new SerializationException("null is not allowed for a non-null type.", type),
        NonNullType nonNull => Of((IInputType)nonNull.InnerType, value),
        _ when value is null => NullValueNode.Default,
        ListType list when value is IEnumerable items and not string =>
            new ListValueNode([.. items.Cast<object?>().Select(item => Of((IInputType)list.ItemType, item))]),
        ListType list => Of((IInputType)list.ItemType, value),
        EnumType values => values.TryGetValue(value, out var known)
            ? new EnumValueNode(known.Name)
            : throw new SerializationException("the value is not a value of the enum.", type),
        InputObjectType input => OfObject(input, value),
        ScalarType scalar => scalar.ParseValue(value),
        _ => throw new SerializationException("the type is not an input type.", type),
    };

    private static ObjectValueNode OfObject(InputObjectType type, object value) =>
        value is IReadOnlyDictionary<string, object?> fields
            ? new ObjectValueNode([.. fields.Select(field => new ObjectFieldNode(
                field.Key,
                type.Fields.TryGet(field.Key, out var known)
                    ? Of(known.Type, field.Value)
                    : throw new SerializationException($"the type has no field {field.Key}.", type)))])
            : throw new SerializationException("the value must be a dictionary of fields.", type);
}
