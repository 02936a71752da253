using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Incremental delivery: only list fields can be streamed.</summary>
internal sealed class StreamDirectiveOnListField : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var field in context.Document.Fields)
        {
            if (field.Definition is not { } definition || definition.Type.NullableType() is ListType)
            {
                continue;
            }

            foreach (var directive in field.Node.Directives.Where(directive => directive.Name.Value == SpecifiedDirectives.Stream))
            {
                context.Report($"The directive \"@stream\" cannot be used on \"{definition.Coordinate}\", which is not a list.", directive);
            }
        }
    }
}
