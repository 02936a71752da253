namespace Couverture.Validation.Rules;

/// <summary>Section 5.7.1: directives must be defined in the schema.</summary>
internal sealed class DirectivesAreDefined : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var directive in context.Document.DirectiveSets.SelectMany(set => set.Directives))
        {
            if (!context.Schema.Directives.TryGet(directive.Name.Value, out _))
            {
                context.Report($"The directive \"@{directive.Name.Value}\" does not exist.", directive);
            }
        }
    }
}
