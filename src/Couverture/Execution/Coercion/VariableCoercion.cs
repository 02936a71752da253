using System.Runtime.InteropServices;
using System.Text.Json;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Coercion;

/// <summary>
/// Coerces the variables of a request (specification section 6.1.2). Every error names its variable and the path inside the variable. The
/// path is in the extensions, because an error's <c>path</c> is a response path (section 7.1, Errors).
/// </summary>
internal static class VariableCoercion
{
    /// <summary>Returns the values, or the errors.</summary>
    public static (VariableValues Values, IReadOnlyList<IError> Errors) Coerce(
        Schema schema,
        IReadOnlyList<VariableDefinitionNode> definitions,
        JsonElement? json,
        RequestExecutorOptions options)
    {
        if (json is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) })
            return (VariableValues.None, [new Error("The variables must be a JSON object.", ErrorCodes.RequestInvalid)]);
        if (definitions.Count == 0)
            return (VariableValues.None, []);
        if (json is { ValueKind: JsonValueKind.Object } whole)
        {
            var utf8 = JsonMarshal.GetRawUtf8Value(whole);
            if (utf8.Length > options.MaxVariablesBytes)
                return (VariableValues.None, [LimitError($"The variables have more than {options.MaxVariablesBytes} bytes ({nameof(options.MaxVariablesBytes)}).")]);
            if (ExceedsDepth(utf8, options.MaxVariablesDepth))
                return (VariableValues.None, [LimitError($"The variables have more than {options.MaxVariablesDepth} levels ({nameof(options.MaxVariablesDepth)}).")]);
        }

        var maxErrors = options.Validation.MaxErrors;
        // JSON can escape half of a surrogate pair. The JSON reader rejects it when it reads the string: names here, values below.
        if (!TryReadMembers(json, out var given))
            return (VariableValues.None, [new Error("The variables have a name that is not valid Unicode.", ErrorCodes.RequestInvalid)]);
        var values = new Dictionary<string, (object? Value, IValueNode Literal)>(definitions.Count, StringComparer.Ordinal);
        List<IError>? errors = null;
        foreach (var definition in definitions)
        {
            if (errors?.Count > maxErrors)
                break;
            var name = definition.Variable.Name.Value;
            var type = (IInputType)schema.FindType(definition.Type)!;
            IValueNode? literal;
            try
            {
                literal = given.TryGetValue(name, out var member) ? JsonLiteral.Create(type, member) : definition.DefaultValue;
            }
            catch (InvalidOperationException)
            {
                (errors ??= []).Add(AddVariable(new Error("The value contains text that is not valid Unicode."), definition));
                continue;
            }

            if (literal is null)
            {
                if (type is NonNullType)
                    (errors ??= []).Add(AddVariable(new Error($"A value of the type {type} is required."), definition));
                continue;
            }

            // One more than is reported, to detect that there are more.
            var coercion = new InputCoercion(VariableValues.None, maxErrors + 1 - (errors?.Count ?? 0));
            values[name] = (coercion.Coerce(type, literal), literal);
            foreach (var error in coercion.Errors)
                (errors ??= []).Add(AddVariable(error, definition));
        }

        if (errors?.Count > maxErrors)
            errors = [.. errors.Take(maxErrors), LimitError($"There are more than {maxErrors} errors ({nameof(options.Validation.MaxErrors)}).")];
        return (new VariableValues(values), errors ?? []);
    }

    // The host may have parsed the JSON without a depth limit, and the coercion that follows is recursive.
    private static bool ExceedsDepth(ReadOnlySpan<byte> utf8, int levels)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        while (reader.Read())
        {
            // At a start token, the current depth does not yet include the object or list itself.
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= levels)
                return true;
        }

        return false;
    }

    private static Error LimitError(string message) => new(message, ErrorCodes.LimitExceeded);

    // Reads the members once. Searching them for each variable would take quadratic time.
    private static bool TryReadMembers(JsonElement? json, out Dictionary<string, JsonElement> members)
    {
        members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (json is not { ValueKind: JsonValueKind.Object } whole)
            return true;
        try
        {
            foreach (var member in whole.EnumerateObject())
                members[member.Name] = member.Value;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static IError AddVariable(IError error, VariableDefinitionNode definition)
    {
        var name = definition.Variable.Name.Value;
        return error
            .WithMessage($"Variable \"${name}\": {error.Message}")
            .WithCode(error.Code ?? ErrorCodes.VariableInvalid)
            .WithPath(null)
            .WithLocations(definition.Location is { } location ? [location] : null)
            .SetExtension("variable", name)
            .SetExtension("inputPath", (object[])[name, .. error.Path ?? []]);
    }
}
