namespace Couverture.Validation.Rules;

/// <summary>Section 5.7.3: a directive that is not repeatable must be used only once per location.</summary>
internal sealed class DirectivesAreUniquePerLocation : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (_, directives) in context.Document.DirectiveSets)
        {
            Duplicates.Report(
                context,
                directives.Where(directive => context.Schema.Directives.TryGet(directive.Name.Value, out var definition) && !definition.IsRepeatable),
                directive => directive.Name,
                name => $"The directive \"@{name}\" can be used only once at the same location.");
        }
    }
}
