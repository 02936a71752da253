using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>
/// Enforces limits on the selections of an operation with fragments expanded: levels, fields, aliases, root fields and directives at one place. HotChocolate has no such
/// limits or does not expand fragments. Each fragment is counted once, so that the effort is linear in the size of the document.
/// </summary>
/// <param name="settings">The limits.</param>
internal sealed class DocumentLimits(ServerOptions settings)
{
    /// <summary>Returns a message on the first exceeded limit, or null if the document is within the limits.</summary>
    /// <param name="document">The document before validation.</param>
    public string? FindViolation(DocumentNode document)
    {
        var counter = new SelectionCounter(document, settings.MaxDirectives);
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            counter.CheckDirectives(operation.Directives);
            var statistics = counter.Count(operation.SelectionSet);
            var violation = FindViolation(statistics.Depth, settings.MaxDepth, "levels of fields", nameof(settings.MaxDepth))
                ?? FindViolation(statistics.Fields, settings.MaxFields, "fields", nameof(settings.MaxFields))
                ?? FindViolation(counter.CountLeafAliases(operation.SelectionSet), settings.MaxAliases, "different aliases of fields without selections", nameof(settings.MaxAliases))
                ?? FindViolation(statistics.RootFields, settings.MaxRootFields, "root fields", nameof(settings.MaxRootFields));
            if (violation is not null)
                return violation;
        }

        return counter.ExceedsMaxDirectives ? $"The document has more than {settings.MaxDirectives} directives at one place ({nameof(settings.MaxDirectives)})." : null;
    }

    /// <summary>Returns the maximum number of wallets that one field of a document names; at least 1. HotChocolate's cost analysis counts such a list as one item.</summary>
    /// <param name="document">The document.</param>
    /// <param name="getItemCount">Returns the number of items in the list of a variable.</param>
    public static int GetMaxWalletCount(DocumentNode document, Func<string, int> getItemCount)
    {
        return document.Definitions.Select(definition => definition switch
        {
            OperationDefinitionNode operation => MaxIn(operation.SelectionSet),
            FragmentDefinitionNode fragment => MaxIn(fragment.SelectionSet),
            _ => 1,
        }).DefaultIfEmpty(1).Max();

        int MaxIn(SelectionSetNode? selectionSet) => (selectionSet?.Selections ?? []).Select(MaxOf).DefaultIfEmpty(1).Max();

        int MaxOf(ISelectionNode selection) => selection switch
        {
            FieldNode field => Math.Max(CountAddresses(field), MaxIn(field.SelectionSet)),
            InlineFragmentNode fragment => MaxIn(fragment.SelectionSet),
            _ => 1,
        };

        int CountAddresses(FieldNode field) => GetListArgument(field.Name.Value) is not { } name
            ? 1
            : field.Arguments.FirstOrDefault(argument => argument.Name.Value == name)?.Value switch
            {
                ListValueNode list => Math.Max(1, list.Items.Count),
                VariableNode variable => Math.Max(1, getItemCount(variable.Name.Value)),
                _ => 1,
            };

        static string? GetListArgument(string field) => field switch
        {
            "wallets" or "walletsByKey" or "refreshWallets" => "addresses",
            "_entities" => "representations",
            "nodes" => "ids",
            _ => null,
        };
    }

    private static string? FindViolation(int count, int limit, string what, string setting) =>
        count > limit ? $"The operation has more than {limit} {what} ({setting})." : null;

    private sealed class SelectionCounter(DocumentNode document, int maxDirectives)
    {
        private readonly Dictionary<string, SelectionStatistics> _fragmentStatistics = new(StringComparer.Ordinal);
        // The last fragment of a name counts. A document with two of one name is not valid.
        private readonly Dictionary<string, FragmentDefinitionNode> _fragments = document.Definitions.OfType<FragmentDefinitionNode>()
            .GroupBy(fragment => fragment.Name.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

        public bool ExceedsMaxDirectives { get; private set; }

        public void CheckDirectives(IReadOnlyList<DirectiveNode> directives) => ExceedsMaxDirectives |= directives.Count > maxDirectives;

        public SelectionStatistics Count(SelectionSetNode? selectionSet)
        {
            var total = default(SelectionStatistics);
            foreach (var selection in selectionSet?.Selections ?? [])
            {
                total = total.Combine(selection switch
                {
                    FieldNode field => CountField(field),
                    InlineFragmentNode fragment => CountInlineFragment(fragment),
                    FragmentSpreadNode spread => CountSpread(spread),
                    _ => default,
                });
            }

            return total;
        }

        /// <summary>Returns the number of different aliases of fields without selections, which cost nothing. Fields with selections have a cost.</summary>
        public int CountLeafAliases(SelectionSetNode? selectionSet)
        {
            var aliases = new HashSet<string>(StringComparer.Ordinal);
            var visited = new HashSet<string>(StringComparer.Ordinal);
            Collect(selectionSet);
            return aliases.Count;

            void Collect(SelectionSetNode? set)
            {
                foreach (var selection in set?.Selections ?? [])
                {
                    if (selection is FieldNode { Alias: { } alias, SelectionSet: null })
                        aliases.Add(alias.Value);
                    else if (selection is FragmentSpreadNode spread && visited.Add(spread.Name.Value) && _fragments.TryGetValue(spread.Name.Value, out var fragment))
                        Collect(fragment.SelectionSet);
                    Collect((selection as FieldNode)?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet);
                }
            }
        }

        private SelectionStatistics CountField(FieldNode field)
        {
            CheckDirectives(field.Directives);
            var below = Count(field.SelectionSet);
            // As in Couverture, levels of introspection do not count, because tools send deep standard documents.
            var depth = field.Name.Value is "__schema" or "__type" ? 0 : below.Depth + 1;
            return new SelectionStatistics(depth, AddSaturated(below.Fields, 1), 1);
        }

        private SelectionStatistics CountInlineFragment(InlineFragmentNode fragment)
        {
            CheckDirectives(fragment.Directives);
            return Count(fragment.SelectionSet);
        }

        private SelectionStatistics CountSpread(FragmentSpreadNode spread)
        {
            CheckDirectives(spread.Directives);
            var name = spread.Name.Value;
            if (_fragmentStatistics.TryGetValue(name, out var known))
                return known;
            if (!_fragments.TryGetValue(name, out var fragment))
                return default;
            // Validation rejects cycles. Here, the spread that closes a cycle counts as nothing.
            _fragmentStatistics[name] = default;
            CheckDirectives(fragment.Directives);
            return _fragmentStatistics[name] = Count(fragment.SelectionSet);
        }
    }

    private static int AddSaturated(int left, int right) => (int)Math.Min((long)left + right, int.MaxValue);

    private readonly record struct SelectionStatistics(int Depth, int Fields, int RootFields)
    {
        public SelectionStatistics Combine(SelectionStatistics other) => new(
            Math.Max(Depth, other.Depth),
            AddSaturated(Fields, other.Fields),
            AddSaturated(RootFields, other.RootFields));
    }
}
