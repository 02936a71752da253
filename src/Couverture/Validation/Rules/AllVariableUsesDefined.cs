namespace Couverture.Validation.Rules;

/// <summary>Section 5.8.3: an operation must declare all variables that are used in it or in the fragments that it spreads.</summary>
internal sealed class AllVariableUsesDefined : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var operation in context.Document.Operations)
        {
            var declared = operation.VariableDefinitions.Select(definition => definition.Variable.Name.Value).ToHashSet(StringComparer.Ordinal);
            var name = operation.Name is null ? "" : $" by the operation \"{operation.Name.Value}\"";

            foreach (var uses in context.Document.AllUses(operation))
            {
                if (uses.VariableNames.IsSubsetOf(declared))
                {
                    continue;
                }

                foreach (var usage in uses.Variables.Where(usage => !declared.Contains(usage.Node.Name.Value)))
                {
                    context.Report($"The variable \"${usage.Node.Name.Value}\" is not declared{name}.", usage.Node, operation);
                }
            }
        }
    }
}
