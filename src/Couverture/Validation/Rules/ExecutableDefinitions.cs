using Couverture.Language;

namespace Couverture.Validation.Rules;

/// <summary>Section 5.1.1: executable documents must contain only operations and fragments.</summary>
internal sealed class ExecutableDefinitions : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var definition in context.Document.Syntax.Definitions)
        {
            if (definition is not IExecutableDefinitionNode)
            {
                context.Report($"{Describe(definition)} is not executable.", definition);
            }
        }
    }

    private static string Describe(IDefinitionNode definition) => definition switch
    {
        ITypeDefinitionNode type => $"The definition of the type \"{type.Name.Value}\"",
        ITypeExtensionNode type => $"The extension of the type \"{type.Name.Value}\"",
        DirectiveDefinitionNode directive => $"The definition of the directive \"@{directive.Name.Value}\"",
        SchemaExtensionNode => "A schema extension",
        _ => "A schema definition",
    };
}
