namespace Couverture.Validation.Rules;

/// <summary>Section 5.7.1: the schema knows each directive used.</summary>
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
