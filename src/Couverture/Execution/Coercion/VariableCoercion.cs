using System.Text.Json;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Coercion;

/// <summary>Coerces the variables of a request (specification section 6.1.2). Every error names its variable and the place inside it.</summary>
internal static class VariableCoercion
{
    /// <summary>The values, or what is wrong with them.</summary>
    public static (VariableValues Values, IReadOnlyList<IError> Errors) Coerce(
        Schema schema,
        IReadOnlyList<VariableDefinitionNode> definitions,
        JsonElement? json,
        int maxErrors)
    {
        if (json is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) })
            return (VariableValues.None, [new Error("The variables must be a JSON object.", ErrorCodes.RequestInvalid)]);
        if (definitions.Count == 0)
            return (VariableValues.None, []);

        var values = new Dictionary<string, object?>(definitions.Count, StringComparer.Ordinal);
        List<IError>? errors = null;
        foreach (var definition in definitions)
        {
            var name = definition.Variable.Name.Value;
            var type = (IInputType)schema.FindType(definition.Type)!;
            var given = default(JsonElement);
            var isGiven = json is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out given);
            IValueNode? literal;
            try
            {
                literal = isGiven ? JsonLiteral.Of(type, given) : definition.DefaultValue;
            }
            catch (InvalidOperationException)
            {
                // JSON can escape half of a surrogate pair; the reader of strings refuses it only here.
                (errors ??= []).Add(Name(new Error("The value holds text that is no Unicode."), definition));
                continue;
            }

            if (literal is null)
            {
                if (type is NonNullType)
                    (errors ??= []).Add(Name(new Error($"A value of the type {type} is required."), definition));
                continue;
            }

            var coercion = new InputCoercion(VariableValues.None, maxErrors - (errors?.Count ?? 0));
            values[name] = coercion.Coerce(type, literal);
            foreach (var error in coercion.Errors)
                (errors ??= []).Add(Name(error, definition));
            if (errors?.Count >= maxErrors)
                break;
        }

        return (new VariableValues(values), errors ?? []);
    }

    private static IError Name(IError error, VariableDefinitionNode definition)
    {
        var name = definition.Variable.Name.Value;
        return error
            .WithMessage($"Variable \"${name}\": {error.Message}")
            .WithCode(error.Code ?? ErrorCodes.VariableInvalid)
            .WithPath([name, .. error.Path ?? []])
            .WithLocations(definition.Location is { } location ? [location] : null)
            .SetExtension("variable", name);
    }
}
