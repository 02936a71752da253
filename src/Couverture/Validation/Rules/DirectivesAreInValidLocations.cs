using Couverture.Types;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.7.2: directives must be used only at locations that their definition allows.</summary>
internal sealed class DirectivesAreInValidLocations : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var (location, directives) in context.Document.DirectiveSets)
        {
            foreach (var directive in directives)
            {
                if (context.Schema.Directives.TryGet(directive.Name.Value, out var definition) && !definition.Locations.Contains(location))
                {
                    context.Report($"The directive \"@{directive.Name.Value}\" cannot be used on {Describe(location)}.", directive);
                }
            }
        }
    }

    private static string Describe(DirectiveLocation location) => location switch
    {
        DirectiveLocation.Query => "a query",
        DirectiveLocation.Mutation => "a mutation",
        DirectiveLocation.Subscription => "a subscription",
        DirectiveLocation.Field => "a field",
        DirectiveLocation.FragmentDefinition => "a fragment definition",
        DirectiveLocation.FragmentSpread => "a fragment spread",
        DirectiveLocation.InlineFragment => "an inline fragment",
        _ => "a variable definition",
    };
}
