using Couverture.Language;

namespace Couverture.Validation.Rules;

/// <summary>Reports duplicate names; shared by the uniqueness rules.</summary>
internal static class Duplicates
{
    /// <summary>Reports each repeated name, with the location of the first occurrence.</summary>
    public static void Report(ValidationContext context, IEnumerable<NameNode> names, Func<string, string> message)
        => Report(context, names, name => name, message);

    /// <summary>Reports each node with a repeated name, with the location of the first node with that name.</summary>
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

    /// <summary>Reports each duplicate name once, with all its locations.</summary>
    public static void ReportTogether(ValidationContext context, IEnumerable<NameNode> names, Func<string, string> message)
    {
        foreach (var same in names.GroupBy(name => name.Value, StringComparer.Ordinal).Where(same => same.Skip(1).Any()))
        {
            context.Report(message(same.Key), [.. same]);
        }
    }
}
