using Couverture.Language;

namespace Couverture.Validation.Rules;

/// <summary>What the rules of uniqueness share.</summary>
internal static class Duplicates
{
    /// <summary>Reports each name that occurred before, with the place of its first occurrence.</summary>
    public static void Report(ValidationContext context, IEnumerable<NameNode> names, Func<string, string> message)
    {
        var first = new Dictionary<string, NameNode>(StringComparer.Ordinal);

        foreach (var name in names)
        {
            if (!first.TryAdd(name.Value, name))
            {
                context.Report(message(name.Value), first[name.Value], name);
            }
        }
    }
}
