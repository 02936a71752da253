namespace Couverture.Validation;

/// <summary>Finds suggestions for misspelled names.</summary>
internal static class Suggestions
{
    private const int MaxSuggestions = 5;

    // The cost grows with the square of the length, and suggestions for longer names are not useful.
    private const int MaxNameLength = 64;

    /// <summary>Returns the candidates within an edit distance that grows with the name's length, nearest first.</summary>
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

    /// <summary>Returns " Did you mean ...?" with the names; empty if there are none.</summary>
    public static string DidYouMean(IReadOnlyList<string> names, string lead = "") => names.Count switch
    {
        0 => "",
        1 => $" Did you mean {lead}\"{names[0]}\"?",
        _ => $" Did you mean {lead}{string.Join(", ", names.Take(names.Count - 1).Select(name => $"\"{name}\""))} or \"{names[^1]}\"?",
    };

    /// <summary>Returns the edit distance: insertions, deletions, replacements and swaps of neighbors. A difference only in case counts as one.</summary>
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
