using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.8.2: variables must have input types.</summary>
internal sealed class VariablesAreInputTypes : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var definition in context.Document.Operations.SelectMany(operation => operation.VariableDefinitions))
        {
            var type = context.Schema.FindType(definition.Type);

            if (type is null)
            {
                var named = NamedType(definition.Type);
                var name = named.Name.Value;
                var suggestion = context.Suggest(name, context.Schema.Types.Where(known => known.IsInputType()).Select(known => known.Name));
                context.Report($"The type \"{name}\" does not exist.{suggestion}", named);
            }
            else if (!type.IsInputType())
            {
                context.Report(
                    $"The variable \"${definition.Variable.Name.Value}\" cannot have the type \"{type}\": it is not an input type.", definition.Type);
            }
        }
    }

    private static NamedTypeNode NamedType(ITypeNode type) => type switch
    {
        ListTypeNode list => NamedType(list.Type),
        NonNullTypeNode nonNull => NamedType(nonNull.Type),
        _ => (NamedTypeNode)type,
    };
}
