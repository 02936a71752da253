using Couverture.Language;
using Couverture.Types;
using Couverture.Validation.Rules;

namespace Couverture.Validation;

/// <summary>Validates executable documents against a schema (section 5).</summary>
public static class DocumentValidator
{
    // Checked before the rules, because a document that exceeds a limit is rejected without running them.
    private static readonly IValidationRule[] Limits = [new OperationLimits(), new IntrospectionLimits()];

    // In the specification's order, followed by the rules of the incremental delivery proposal.
    private static readonly IValidationRule[] Specified =
    [
        new ExecutableDefinitions(),
        new OperationTypeExistence(),
        new OperationNameUniqueness(),
        new LoneAnonymousOperation(),
        new SingleRootField(),
        new FieldSelections(),
        new FieldSelectionMerging(),
        new LeafFieldSelections(),
        new ArgumentNames(),
        new ArgumentUniqueness(),
        new RequiredArguments(),
        new FragmentNameUniqueness(),
        new FragmentSpreadTypeExistence(),
        new FragmentsOnCompositeTypes(),
        new FragmentsMustBeUsed(),
        new FragmentSpreadTargetDefined(),
        new FragmentSpreadsMustNotFormCycles(),
        new FragmentSpreadIsPossible(),
        new ValuesOfCorrectType(),
        new InputObjectFieldNames(),
        new InputObjectFieldUniqueness(),
        new InputObjectRequiredFields(),
        new DirectivesAreDefined(),
        new DirectivesAreInValidLocations(),
        new DirectivesAreUniquePerLocation(),
        new VariableUniqueness(),
        new VariablesAreInputTypes(),
        new AllVariableUsesDefined(),
        new AllVariablesUsed(),
        new AllVariableUsagesAreAllowed(),
        new DeferStreamDirectiveLabel(),
        new DeferStreamDirectiveOnRootField(),
        new DeferStreamDirectiveOnValidOperations(),
        new StreamDirectiveOnListField(),
    ];

    /// <summary>Returns the errors of a document, ordered by the specification's rules, then by their position in the document.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="document">The document. Its syntax is assumed to be valid.</param>
    /// <param name="options">The limits, and what messages can contain.</param>
    /// <returns>
    /// Errors with message, locations and code; empty if the document is valid. The code is GRAPHQL_VALIDATION_FAILED, LIMIT_EXCEEDED (the
    /// message names the setting), or the code of a scalar that rejects a literal. If a limit is exceeded, no other errors are returned.
    /// </returns>
    public static IReadOnlyList<IError> Validate(Schema schema, DocumentNode document, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);

        return [.. Run(schema, document, options).Errors.Select(found => found.Error)];
    }

    /// <summary>Returns the errors with the names of the rules.</summary>
    internal static IReadOnlyList<ValidationError> Check(Schema schema, DocumentNode document, ValidationOptions options) =>
        Run(schema, document, options).Errors;

    /// <summary>Validates a document and returns the context with the errors and the typed document.</summary>
    internal static ValidationContext Run(Schema schema, DocumentNode document, ValidationOptions options)
    {
        var context = new ValidationContext(schema, new TypedDocument(schema, document), options);

        try
        {
            Run(Limits, context);

            if (context.Errors.Count == 0)
            {
                Run(Specified, context);
            }
        }
        catch (ValidationContext.TooManyErrorsException)
        {
            // The last error reports that there are too many errors.
        }

        return context;
    }

    private static void Run(IValidationRule[] rules, ValidationContext context)
    {
        foreach (var rule in rules)
        {
            context.Run(rule);
        }
    }
}
