namespace Couverture.Validation;

/// <summary>Finds the names that a misspelt name may have meant.</summary>
internal static class Suggestions
{
    private const int MaxSuggestions = 5;

    // The effort grows with the square of the length, and nobody misspells a longer name.
    private const int MaxNameLength = 64;

    /// <summary>The candidates within a number of typing slips that grows with the name's length, the nearest first.</summary>
    public static IReadOnlyList<string> Similar(string name, IEnumerable<string> candidates)
    {
        if (name.Length > MaxNameLength)
        {
            return [];
        }

        var maxDistance = (name.Length * 2 / 5) + 1;

        return
        [
            .. candidates
                .Where(candidate => Math.Abs(candidate.Length - name.Length) <= maxDistance)
                .Select(candidate => (Candidate: candidate, Distance: Distance(name, candidate)))
                .Where(match => match.Distance <= maxDistance)
                .OrderBy(match => match.Distance)
                .ThenBy(match => match.Candidate, StringComparer.Ordinal)
                .Take(MaxSuggestions)
                .Select(match => match.Candidate),
        ];
    }

    public static string DidYouMean(IReadOnlyList<string> names, string lead = "") => names.Count switch
    {
        0 => "",
        1 => $" Did you mean {lead}\"{names[0]}\"?",
        _ => $" Did you mean {lead}{string.Join(", ", names.Take(names.Count - 1).Select(name => $"\"{name}\""))} or \"{names[^1]}\"?",
    };

    /// <summary>Insertions, deletions, replacements and swaps of neighbours; a difference in case alone counts as one.</summary>
    private static int Distance(string left, string right)
    {
        if (string.Equals(left, right, StringComparison.OrdinalIgnoreCase))
        {
            return left == right ? 0 : 1;
        }

        var a = left.ToUpperInvariant();
        var b = right.ToUpperInvariant();
        var beforeLast = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var current = new int[b.Length + 1];

        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;

            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(last[j], current[j - 1]) + 1);

                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[b.Length];
    }
}
