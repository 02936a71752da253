using System.Text.Json;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Fuzzing.Graphs;

/// <summary>Creates the resolvers that read JSON.</summary>
internal sealed class JsonResolvers(
    IReadOnlyDictionary<string, ITypeDefinitionNode> nodes,
    IReadOnlyDictionary<string, Type> runtimeTypes,
    AsyncLocal<RequestRoot> root)
{
    // The runtime type of values that do not belong to a type of the schema.
    private static readonly Type UnknownRuntimeType = JsonNode.GetRuntimeType(1_000);

    /// <summary>Creates the resolver of a field. The field's name and arguments determine its kind, so that all kinds of resolvers are covered.</summary>
    public FieldResolver Create(FieldDefinitionNode field)
    {
        var name = field.Name.Value;
        if (name.EndsWith("Later", StringComparison.Ordinal))
            return new FieldResolver.Async(context => ResolveLaterAsync(GetMember(context.Parent<object>(), name), field, context));
        return field.Arguments.Count > 0
            ? new FieldResolver.Sync(context => Resolve(GetMember(context.Parent<object>(), name), field, context))
            : new FieldResolver.Member(parent => Resolve(GetMember(parent, name), field, null));
    }

    private JsonElement? GetMember(object parent, string name)
    {
        var json = parent is JsonNode node ? node.Json : root.Value!.Json;
        return json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : null;
    }

    private async ValueTask<object?> ResolveLaterAsync(JsonElement? json, FieldDefinitionNode field, ResolverContext context)
    {
        while (json is { ValueKind: JsonValueKind.Object } mark && mark.TryGetProperty("$later", out var inner))
        {
            await Task.Yield();
            json = inner;
        }

        return Resolve(json, field, context);
    }

    private object? Resolve(JsonElement? json, FieldDefinitionNode field, ResolverContext? context)
    {
        if (json is not { } value)
            return null;
        if (value.ValueKind is JsonValueKind.Object && value.TryGetProperty("$throw", out var message))
            throw new InvalidDataException(message.GetString());
        if (value.ValueKind is JsonValueKind.String && value.ValueEquals("$args") && IsAny(field.Type))
            return context is null ? new Dictionary<string, object?>() : GetArguments(field, context);
        if (value.ValueKind is JsonValueKind.String && value.ValueEquals("$count"))
            return root.Value!.NextCount();
        return Convert(value, field.Type);
    }

    private static bool IsAny(ITypeNode type) => type is NonNullTypeNode nonNull ? IsAny(nonNull.Type) : type is NamedTypeNode { Name.Value: "Any" };

    // An omitted argument without default has the value null, which is indistinguishable from an explicit null.
    private static Dictionary<string, object?> GetArguments(FieldDefinitionNode field, ResolverContext context)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var argument in field.Arguments)
            values.Add(argument.Name.Value, context.ArgumentValue<object?>(argument.Name.Value));
        return values;
    }

    private object? Convert(JsonElement json, ITypeNode type)
    {
        if (json.ValueKind is JsonValueKind.Null)
            return null;
        switch (type)
        {
            case NonNullTypeNode nonNull:
                return Convert(json, nonNull.Type);
            case ListTypeNode list when json.ValueKind is JsonValueKind.Array:
                return json.EnumerateArray().Select(item => Convert(item, list.Type)).ToArray();
            case ListTypeNode:
                return json.ValueKind is JsonValueKind.Object ? CreateNode(json, null) : ToRuntimeValue(json);
        }

        var name = ((NamedTypeNode)type).Name.Value;
        return nodes.GetValueOrDefault(name) switch
        {
            ObjectTypeDefinitionNode => CreateNode(json, name),
            InterfaceTypeDefinitionNode or UnionTypeDefinitionNode =>
                CreateNode(json, json.ValueKind is JsonValueKind.Object && json.TryGetProperty("__typename", out var given) && given.ValueKind is JsonValueKind.String ? given.GetString() : null),
            _ when name == "Float" && json.ValueKind is JsonValueKind.Number => json.GetDouble(),
            _ => ToRuntimeValue(json),
        };
    }

    private object CreateNode(JsonElement json, string? typeName) =>
        Activator.CreateInstance(runtimeTypes.GetValueOrDefault(typeName ?? "", UnknownRuntimeType), json)!;

    private static object? ToRuntimeValue(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number when json.TryGetInt32(out var number) => number,
        // Treat 3.0 as the integer 3, as the reference implementation does.
        JsonValueKind.Number when json.GetDouble() is var number && double.IsInteger(number) && Math.Abs(number) <= int.MaxValue => (int)number,
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.Array => json.EnumerateArray().Select(ToRuntimeValue).ToArray(),
        _ => json.EnumerateObject().ToDictionary(member => member.Name, member => ToRuntimeValue(member.Value), StringComparer.Ordinal),
    };
}
