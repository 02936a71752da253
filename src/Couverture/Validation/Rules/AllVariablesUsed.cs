namespace Couverture.Validation.Rules;

/// <summary>Section 5.8.4: all variables that an operation declares must be used in it or in a fragment that it spreads.</summary>
internal sealed class AllVariablesUsed : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        foreach (var operation in context.Document.Operations)
        {
            var used = context.Document.AllUses(operation).SelectMany(uses => uses.VariableNames).ToHashSet(StringComparer.Ordinal);

            foreach (var definition in operation.VariableDefinitions)
            {
                var name = definition.Variable.Name.Value;

                if (!used.Contains(name))
                {
                    context.Report(
                        operation.Name is null
                            ? $"The variable \"${name}\" is never used."
                            : $"The variable \"${name}\" is never used in the operation \"{operation.Name.Value}\".",
                        definition);
                }
            }
        }
    }
}
