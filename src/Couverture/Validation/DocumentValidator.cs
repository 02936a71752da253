using Couverture.Language;
using Couverture.Types;
using Couverture.Validation.Rules;

namespace Couverture.Validation;

/// <summary>Tells whether a document may be executed against a schema (section 5).</summary>
public static class DocumentValidator
{
    // They come first and alone: the rules need not look at a document that is refused for its size.
    private static readonly IValidationRule[] Limits = [new OperationLimits(), new IntrospectionLimits()];

    // In the specification's order, those of the incremental delivery proposal last.
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

    /// <summary>Every breach of a rule, in the order of the specification's rules and then of the document.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="document">The document; its syntax is taken to be right.</param>
    /// <param name="options">The limits and what messages may tell.</param>
    /// <returns>
    /// Errors with message, locations and code: GRAPHQL_VALIDATION_FAILED, LIMIT_EXCEEDED where the message names the setting, or the code that
    /// a scalar gives to a literal it refuses. None when the document is valid. A document beyond a limit gets no other errors.
    /// </returns>
    public static IReadOnlyList<IError> Validate(Schema schema, DocumentNode document, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(options);

        return [.. Run(schema, document, options).Errors.Select(found => found.Error)];
    }

    /// <summary>The errors with the names of the rules.</summary>
    internal static IReadOnlyList<ValidationError> Check(Schema schema, DocumentNode document, ValidationOptions options) =>
        Run(schema, document, options).Errors;

    /// <summary>The whole of what was found out about the document.</summary>
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
            // The last error says so.
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
