namespace Couverture.Validation.Rules;

/// <summary>Section 5.3.2: fields that give one member of the answer together are one field, with the same arguments.</summary>
internal sealed class FieldSelectionMerging : IValidationRule
{
    public void Validate(ValidationContext context)
    {
        // What a cycle of fragments selects has no end. The cycle itself is reported by its own rule.
        if (context.Document.Graph.Cycles.Count > 0)
        {
            return;
        }

        var merger = new FieldMerger(context);

        // A fragment that an operation spreads is looked at there; on its own it can show nothing more.
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
                $"The document selects the same fields in too many ways to be checked within {context.Options.MaxMergedFields} fields ({nameof(ValidationOptions.MaxMergedFields)}).",
                context.Document.Syntax);
        }
    }
}
