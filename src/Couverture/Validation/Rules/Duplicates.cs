using Couverture.Language;

namespace Couverture.Validation.Rules;

/// <summary>What the rules of uniqueness share.</summary>
internal static class Duplicates
{
    /// <summary>Reports each name that occurred before, with the place of its first occurrence.</summary>
    public static void Report(ValidationContext context, IEnumerable<NameNode> names, Func<string, string> message)
        => Report(context, names, name => name, message);

    /// <summary>Reports each node whose name occurred before, with the place of the first of that name.</summary>
    public static void Report<TNode>(ValidationContext context, IEnumerable<TNode> nodes, Func<TNode, NameNode> name, Func<string, string> message)
        where TNode : ISyntaxNode
    {
        var first = new Dictionary<string, TNode>(StringComparer.Ordinal);

        foreach (var node in nodes)
        {
            if (!first.TryAdd(name(node).Value, node))
            {
                context.Report(message(name(node).Value), first[name(node).Value], node);
            }
        }
    }

    /// <summary>Reports each name that occurs more than once, with all its places.</summary>
    public static void ReportTogether(ValidationContext context, IEnumerable<NameNode> names, Func<string, string> message)
    {
        foreach (var same in names.GroupBy(name => name.Value, StringComparer.Ordinal).Where(same => same.Skip(1).Any()))
        {
            context.Report(message(same.Key), [.. same]);
        }
    }
}
