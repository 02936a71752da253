using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// How much an operation selects, fragments expanded, against the limits that HotChocolate has none for, or counts as written: levels, fields, aliases, fields at
/// the root, directives at a place. Each fragment is measured once, so that the effort is that of the document as written.
/// </summary>
/// <param name="settings">The limits.</param>
internal sealed class DocumentLimits(ServerOptions settings)
{
    /// <summary>What a document has too much of, as a message; null where it is within the limits.</summary>
    /// <param name="document">The document, not validated yet.</param>
    public string? Excess(DocumentNode document)
    {
        var measurer = new Measurer(document, settings.MaxDirectives);
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            measurer.Check(operation.Directives);
            var measure = measurer.Measure(operation.SelectionSet);
            var excess = Excess(measure.Depth, settings.MaxDepth, "levels of fields", nameof(settings.MaxDepth))
                ?? Excess(measure.Fields, settings.MaxFields, "fields", nameof(settings.MaxFields))
                ?? Excess(measure.Aliases, settings.MaxAliases, "aliases", nameof(settings.MaxAliases))
                ?? Excess(measure.RootFields, settings.MaxRootFields, "fields at its root", nameof(settings.MaxRootFields));
            if (excess is not null)
                return excess;
        }

        return measurer.HasManyDirectives ? $"The document has more than {settings.MaxDirectives} directives at one place ({nameof(settings.MaxDirectives)})." : null;
    }

    /// <summary>The most wallets that one field of a document names, each of which HotChocolate's cost analysis counts as one; at least 1.</summary>
    /// <param name="document">The document.</param>
    /// <param name="itemsOf">How many items the list has that a variable holds.</param>
    public static int MostWallets(DocumentNode document, Func<string, int> itemsOf)
    {
        return document.Definitions.Select(definition => definition switch
        {
            OperationDefinitionNode operation => In(operation.SelectionSet),
            FragmentDefinitionNode fragment => In(fragment.SelectionSet),
            _ => 1,
        }).DefaultIfEmpty(1).Max();

        int In(SelectionSetNode? selectionSet) => (selectionSet?.Selections ?? []).Select(Of).DefaultIfEmpty(1).Max();

        int Of(ISelectionNode selection) => selection switch
        {
            FieldNode field => Math.Max(Named(field), In(field.SelectionSet)),
            InlineFragmentNode fragment => In(fragment.SelectionSet),
            _ => 1,
        };

        int Named(FieldNode field) => field.Name.Value is not ("wallets" or "refresh")
            ? 1
            : field.Arguments.FirstOrDefault(argument => argument.Name.Value == "addresses")?.Value switch
            {
                ListValueNode list => Math.Max(1, list.Items.Count),
                VariableNode variable => Math.Max(1, itemsOf(variable.Name.Value)),
                _ => 1,
            };
    }

    private static string? Excess(int count, int limit, string what, string setting) =>
        count > limit ? $"The operation has more than {limit} {what} ({setting})." : null;

    private sealed class Measurer(DocumentNode document, int maxDirectives)
    {
        private readonly Dictionary<string, SelectionMeasure> _known = new(StringComparer.Ordinal);
        // The last of a name counts; a document that has two is not valid.
        private readonly Dictionary<string, FragmentDefinitionNode> _fragments = document.Definitions.OfType<FragmentDefinitionNode>()
            .GroupBy(fragment => fragment.Name.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

        public bool HasManyDirectives { get; private set; }

        public void Check(IReadOnlyList<DirectiveNode> directives) => HasManyDirectives |= directives.Count > maxDirectives;

        public SelectionMeasure Measure(SelectionSetNode? selectionSet)
        {
            var total = default(SelectionMeasure);
            foreach (var selection in selectionSet?.Selections ?? [])
            {
                total = total.Combine(selection switch
                {
                    FieldNode field => MeasureField(field),
                    InlineFragmentNode fragment => MeasureInline(fragment),
                    FragmentSpreadNode spread => MeasureSpread(spread),
                    _ => default,
                });
            }

            return total;
        }

        private SelectionMeasure MeasureField(FieldNode field)
        {
            Check(field.Directives);
            var below = Measure(field.SelectionSet);
            // Levels of introspection do not count, as on Couverture: the document is a standard one that tools send.
            var depth = field.Name.Value is "__schema" or "__type" ? 0 : below.Depth + 1;
            return new SelectionMeasure(depth, Sum(below.Fields, 1), Sum(below.Aliases, field.Alias is null ? 0 : 1), 1);
        }

        private SelectionMeasure MeasureInline(InlineFragmentNode fragment)
        {
            Check(fragment.Directives);
            return Measure(fragment.SelectionSet);
        }

        private SelectionMeasure MeasureSpread(FragmentSpreadNode spread)
        {
            Check(spread.Directives);
            var name = spread.Name.Value;
            if (_known.TryGetValue(name, out var known))
                return known;
            if (!_fragments.TryGetValue(name, out var fragment))
                return default;
            // In a cycle, which validation refuses, the spread that closes it counts nothing.
            _known[name] = default;
            Check(fragment.Directives);
            return _known[name] = Measure(fragment.SelectionSet);
        }
    }

    private static int Sum(int left, int right) => (int)Math.Min((long)left + right, int.MaxValue);

    private readonly record struct SelectionMeasure(int Depth, int Fields, int Aliases, int RootFields)
    {
        public SelectionMeasure Combine(SelectionMeasure other) => new(
            Math.Max(Depth, other.Depth),
            Sum(Fields, other.Fields),
            Sum(Aliases, other.Aliases),
            Sum(RootFields, other.RootFields));
    }
}
