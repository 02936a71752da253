using Couverture.Language;

namespace Couverture.Validation.Rules;

/// <summary>Checks the limits of <see cref="ValidationOptions"/> on operations.</summary>
internal sealed class OperationLimits : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        var options = context.Options;

        if (context.Document.Operations.Count > options.MaxOperations)
        {
            context.ReportLimit(
                $"The document has more than {options.MaxOperations} operations ({nameof(options.MaxOperations)}).",
                context.Document.Operations[options.MaxOperations.Value]);
            return;
        }

        foreach (var operation in context.Document.Operations)
        {
            var statistics = context.Document.SelectionCounter.Count(operation.SelectionSet);
            Check(context, operation, statistics.Depth, options.MaxDepth, "levels of fields", nameof(options.MaxDepth));
            Check(context, operation, statistics.Fields, options.MaxFields, "fields", nameof(options.MaxFields));
            Check(context, operation, SelectionCounter.CountLeafAliases(context.Document, operation), options.MaxAliases, "different aliases of fields without selections", nameof(options.MaxAliases));
            Check(context, operation, statistics.RootFields, options.MaxRootFields, "root fields", nameof(options.MaxRootFields));
            Check(context, operation, statistics.IntrospectionFields, options.MaxIntrospectionFields, "introspection lists", nameof(options.MaxIntrospectionFields));
            Check(context, operation, statistics.FragmentVisits, options.MaxFragmentVisits, "fragments", nameof(options.MaxFragmentVisits));
        }
    }

    private static void Check(ValidationContext context, OperationDefinitionNode operation, int count, int? limit, string what, string setting)
    {
        if (count > limit)
        {
            context.ReportLimit($"The operation has more than {limit} {what} ({setting}).", operation);
        }
    }
}
