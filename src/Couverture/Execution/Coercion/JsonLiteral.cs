using System.Text.Json;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Coercion;

/// <summary>Converts a variable's JSON to the equivalent literal, so that both are coerced by the same rules.</summary>
internal static class JsonLiteral
{
    /// <param name="type">The expected type; null inside a scalar and if the type is unknown.</param>
    /// <param name="json">The value.</param>
    public static IValueNode Create(IType? type, JsonElement json)
    {
        type = type?.NullableType();
        return json.ValueKind switch
        {
            JsonValueKind.Null => NullValueNode.Default,
            JsonValueKind.True => new BooleanValueNode(true),
            JsonValueKind.False => new BooleanValueNode(false),
            JsonValueKind.Number => CreateNumber(ItemType(type), json),
            JsonValueKind.String => ItemType(type) is EnumType ? new EnumValueNode(json.GetString()!) : new StringValueNode(json.GetString()!),
            JsonValueKind.Array => CreateList(type is ListType list ? list.ItemType : null, json),
            _ => CreateObject(ItemType(type) as InputObjectType, json),
        };
    }

    // A single value is coerced to a list, or to a list of lists.
    private static IType? ItemType(IType? type) => type?.NamedType();

    // JSON has no integer type. If an integer is expected, 1.0 and 1e2 are integers, within the range that a double represents exactly.
    private static IValueNode CreateNumber(IType? type, JsonElement json)
    {
        const double Safe = 1L << 53;
        var text = json.GetRawText();
        if (!text.AsSpan().ContainsAny('.', 'e', 'E'))
            return new IntValueNode(text);
        return type is IntType or IdType && json.TryGetDouble(out var number) && double.IsInteger(number) && Math.Abs(number) < Safe
            ? new IntValueNode((long)number)
            : new FloatValueNode(text);
    }

    private static ListValueNode CreateList(IType? itemType, JsonElement json)
    {
        var items = new IValueNode[json.GetArrayLength()];
        var i = 0;
        foreach (var item in json.EnumerateArray())
            items[i++] = Create(itemType, item);
        return new ListValueNode(items);
    }

    private static ObjectValueNode CreateObject(InputObjectType? type, JsonElement json)
    {
        var fields = new List<ObjectFieldNode>();
        foreach (var member in json.EnumerateObject())
        {
            var field = type is not null && type.Fields.TryGet(member.Name, out var known) ? known : null;
            fields.Add(new ObjectFieldNode(member.Name, Create(field?.Type, member.Value)));
        }

        return new ObjectValueNode(fields);
    }
}
