namespace Couverture.Validation.Rules;

/// <summary>Section 5.3.2: fields with the same response name must be mergeable.</summary>
internal sealed class FieldSelectionMerging : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        // The selections of a fragment cycle are infinite. Another rule reports the cycle.
        if (context.Document.Graph.Cycles.Count > 0)
        {
            return;
        }

        var merger = new FieldMerger(context);

        // A fragment that an operation spreads is checked as part of the operation and cannot have further conflicts on its own.
        var reached = context.Document.Operations.SelectMany(context.Document.Graph.Reachable).ToHashSet();

        foreach (var operation in context.Document.Operations)
        {
            merger.Add(operation.SelectionSet);
        }

        foreach (var fragment in context.Document.Fragments.Where(fragment => !reached.Contains(fragment)))
        {
            merger.Add(fragment.SelectionSet);
        }

        if (!merger.Check())
        {
            context.ReportLimit(
                $"Checking whether the fields of the document can be merged exceeds the limit of {context.Options.MaxMergedFields} fields ({nameof(ValidationOptions.MaxMergedFields)}).",
                context.Document.Syntax);
        }
    }
}
