using Couverture.Language;

namespace Couverture.Execution.Planning;

/// <summary>A <c>@defer</c> that counts, on the selections of one object type.</summary>
/// <param name="directive">The directive in the document.</param>
/// <param name="label">The label that the client gave it.</param>
/// <param name="parent">The deferred fragment that it stands in; null in none.</param>
internal sealed class DeferUsage(DirectiveNode directive, string? label, DeferUsage? parent)
{
    public DirectiveNode Directive { get; } = directive;

    public string? Label { get; } = label;

    public DeferUsage? Parent { get; } = parent;

    public bool IsWithin(IEnumerable<DeferUsage> usages)
    {
        for (var outer = Parent; outer is not null; outer = outer.Parent)
        {
            if (usages.Contains(outer))
                return true;
        }

        return false;
    }
}

/// <summary>Fields of one object that the same deferred fragments select, so that they are executed once for all of these.</summary>
/// <param name="Usages">The fragments; none of them within another.</param>
/// <param name="Selections">The fields.</param>
internal sealed record DeferredFields(DeferUsage[] Usages, SelectionPlan Selections);

/// <summary>A <c>@stream</c> that counts.</summary>
/// <param name="Label">The label that the client gave it.</param>
/// <param name="Arguments">Its arguments, in the order of their definition.</param>
/// <param name="Items">The field as it is completed for items that are streamed: nothing of it is part of a deferred fragment.</param>
internal sealed record StreamUsage(string? Label, ArgumentsPlan Arguments, FieldPlan Items);
