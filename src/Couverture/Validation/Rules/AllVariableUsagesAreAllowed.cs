using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.8.5: a variable must have a type that is allowed at each location where it is used.</summary>
internal sealed class AllVariableUsagesAreAllowed : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var operation in context.Document.Operations)
        {
            var declared = new Dictionary<string, (VariableDefinitionNode Definition, IType? Type)>(StringComparer.Ordinal);

            foreach (var definition in operation.VariableDefinitions)
            {
                // The specification does not define which of two declarations counts. Use the last one, like the reference implementation.
                declared[definition.Variable.Name.Value] = (definition, context.Schema.FindType(definition.Type));
            }

            foreach (var usage in context.Document.AllUses(operation).SelectMany(uses => uses.Variables))
            {
                if (usage.Type is { } expected
                    && declared.TryGetValue(usage.Node.Name.Value, out var variable)
                    && variable.Type is { } type
                    && !IsAllowed(type, variable.Definition, expected, usage))
                {
                    Report(context, type, variable.Definition, expected, usage);
                }
            }
        }
    }

    private static bool IsAllowed(IType type, VariableDefinitionNode definition, IType expected, VariableUsage usage)
    {
        if ((expected.IsNonNull() || usage.OneOf is not null) && !type.IsNonNull())
        {
            var hasDefault = definition.DefaultValue is not (null or NullValueNode) || usage.HasLocationDefault;
            return hasDefault && Schema.IsSubType(type, expected.NullableType());
        }

        // For input types, the specification's compatibility is the same as the subtype relation.
        return Schema.IsSubType(type, expected);
    }

    private static void Report(ValidationContext context, IType type, VariableDefinitionNode definition, IType expected, VariableUsage usage)
    {
        var name = usage.Node.Name.Value;
        var reason = usage.OneOf is { } oneOf && Schema.IsSubType(type, expected.NullableType())
            ? $"a field of the OneOf input type \"{oneOf.Name}\" must not be null"
            : $"the type \"{expected}\" is expected";
        context.Report($"The variable \"${name}\" of the type \"{type}\" cannot be used here: {reason}.", definition, usage.Node);
    }
}
