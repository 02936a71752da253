using System.Text.Json;
using Couverture.Fuzzing.Graphs;
using Couverture.Fuzzing.Verdicts;

namespace Couverture.Fuzzing.Differential;

/// <summary>What the two implementations made of a case, and how they differ; null where they do not.</summary>
internal sealed record Outcome(FuzzCase Case, Verdict Actual, Verdict Expected, string? Difference)
{
    /// <summary>Differences of one kind have the same cause as far as one can tell without looking.</summary>
    public string Kind => $"{Actual.Phase} {Expected.Phase} {Difference?.Split(' ', 3) switch { [_, var what, ..] => what, _ => null }} {string.Join(' ', Rules)}".TrimEnd();

    /// <summary>Whether the two differ and must not.</summary>
    public bool IsFailure => Difference is not null && AcceptedDifferences.GetReason(this) is null;

    /// <summary>The errors that only Couverture has.</summary>
    public IReadOnlyList<ErrorVerdict> UnexpectedErrors => ExceptErrorsOf(Actual, Expected);

    /// <summary>The errors that only the reference implementation has.</summary>
    public IReadOnlyList<ErrorVerdict> MissingErrors => ExceptErrorsOf(Expected, Actual);

    private IEnumerable<string> Rules =>
        UnexpectedErrors.Concat(MissingErrors).Select(error => error.Rule).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static ErrorVerdict[] ExceptErrorsOf(Verdict verdict, Verdict other)
    {
        // Which fields of one name are named together is told differently: that some cannot be merged is one and the same.
        var known = (other.Errors ?? []).Select(Key).ToHashSet(StringComparer.Ordinal);
        return [.. (verdict.Errors ?? []).Where(error => !known.Contains(Key(error)))];

        static string Key(ErrorVerdict error) => error.Rule == "FieldSelectionMerging" ? error.Rule : error.ToString();
    }
}

/// <summary>Puts cases to Couverture and to the reference implementation.</summary>
internal sealed class CaseRunner(ReferenceProcess reference)
{
    /// <summary>The outcomes of cases that share a schema; null where one of the two does not take the schema.</summary>
    public async Task<IReadOnlyList<Outcome>?> RunAsync(IReadOnlyList<FuzzCase> cases, JsonGraph graph)
    {
        await reference.SendAsync(cases);
        var actual = new List<Verdict>();
        foreach (var testCase in cases)
            actual.Add(await RunOnCouvertureAsync(graph, testCase));
        return await reference.ReceiveAsync() is { } expected
            ? [.. cases.Select((testCase, i) => new Outcome(testCase, actual[i], expected[i], Comparison.FindDifference(testCase.Request, RemoveUnspecifiedErrors(actual[i]), RemoveUnspecifiedErrors(DeduplicateLocations(expected[i])))))]
            : null;
    }

    // A fragment that is spread deferred and not deferred gives the reference implementation each place twice.
    private static Verdict DeduplicateLocations(Verdict verdict) => verdict.Phase == "execution" && verdict.Errors is { } errors
        ? verdict with { Errors = [.. errors.Select(error => error with { Locations = error.Locations?.Distinct(StringComparer.Ordinal).ToArray() })] }
        : verdict;

    // Where two fragments or two fields of an input object share a name nobody says which of them counts, so what else is wrong depends on that.
    private static Verdict RemoveUnspecifiedErrors(Verdict verdict)
    {
        if (Has("FragmentNameUniqueness"))
            return verdict with { Errors = [.. verdict.Errors!.Where(error => error.Rule == "FragmentNameUniqueness")] };
        // Which spread of a cycle is named depends on the order of the walk, and what is in a cycle need not be merged.
        if (Has("FragmentSpreadsMustNotFormCycles"))
        {
            verdict = verdict with
            {
                Errors = [.. verdict.Errors!.Where(error => error.Rule != "FieldSelectionMerging").Select(error => error.Rule == "FragmentSpreadsMustNotFormCycles" ? error with { Locations = null } : error)],
            };
        }

        // Which of two arguments of one name counts for the merging nobody says either.
        if (Has("ArgumentUniqueness"))
            verdict = verdict with { Errors = [.. verdict.Errors!.Where(error => error.Rule != "FieldSelectionMerging")] };

        return Has("InputObjectFieldUniqueness")
            ? verdict with { Errors = [.. verdict.Errors!.Where(error => error.Rule is not ("ValuesOfCorrectType" or "InputObjectRequiredFields" or "InputObjectFieldNames"))] }
            : verdict;

        bool Has(string rule) => verdict.Errors?.Any(error => error.Rule == rule) is true;
    }

    /// <summary>Couverture's verdict; "crash" where it has none.</summary>
    public static async Task<Verdict> RunOnCouvertureAsync(JsonGraph graph, FuzzCase testCase)
    {
        try
        {
            return await Engine.RunAsync(graph, JsonElement.Parse(testCase.Root), testCase.Request);
        }
        catch (Exception exception)
        {
            return new Verdict("crash", JsonSerializer.SerializeToElement(exception.ToString()), null);
        }
    }

    /// <summary>The graph of a schema; null where Couverture does not take it.</summary>
    public static JsonGraph? TryCreateGraph(string schema)
    {
        try
        {
            return new JsonGraph(schema);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }
}
