using Couverture.Language;

namespace Couverture.Execution.Planning;

/// <summary>An active <c>@defer</c> on the selections of one object type.</summary>
/// <param name="directive">The directive in the document.</param>
/// <param name="label">The label from the document; null if there is none.</param>
/// <param name="parent">The enclosing deferred fragment; null if there is none.</param>
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

/// <summary>The fields of one object that the same deferred fragments select. They are executed once for all these fragments.</summary>
/// <param name="Usages">The fragments; none is nested in another.</param>
/// <param name="Selections">The fields.</param>
internal sealed record DeferredFields(DeferUsage[] Usages, SelectionPlan Selections);

/// <summary>An active <c>@stream</c>.</summary>
/// <param name="Label">The label from the document; null if there is none.</param>
/// <param name="Arguments">The arguments, in the order of their definition.</param>
/// <param name="Items">The field plan for the streamed items, without deferred fragments.</param>
internal sealed record StreamUsage(string? Label, ArgumentsPlan Arguments, FieldPlan Items);
