using System.Text.Json;
using Couverture.Fuzzing.Graphs;
using Couverture.Fuzzing.Verdicts;

namespace Couverture.Fuzzing.Differential;

/// <summary>The outcome of a case in both implementations.</summary>
/// <param name="Case">The case.</param>
/// <param name="Actual">Couverture's verdict.</param>
/// <param name="Expected">The reference implementation's verdict.</param>
/// <param name="Difference">How the verdicts differ; null if they agree.</param>
internal sealed record Outcome(FuzzCase Case, Verdict Actual, Verdict Expected, string? Difference)
{
    /// <summary>A key for grouping differences that probably have the same cause.</summary>
    public string Kind => $"{Actual.Phase} {Expected.Phase} {Difference?.Split(' ', 3) switch { [_, var what, ..] => what, _ => null }} {string.Join(' ', Rules)}".TrimEnd();

    /// <summary>Whether the verdicts differ and the difference is not accepted.</summary>
    public bool IsFailure => Difference is not null && AcceptedDifferences.GetReason(this) is null;

    /// <summary>The errors that only Couverture reports.</summary>
    public IReadOnlyList<ErrorVerdict> UnexpectedErrors => ExceptErrorsOf(Actual, Expected);

    /// <summary>The errors that only the reference implementation reports.</summary>
    public IReadOnlyList<ErrorVerdict> MissingErrors => ExceptErrorsOf(Expected, Actual);

    private IEnumerable<string> Rules =>
        UnexpectedErrors.Concat(MissingErrors).Select(error => error.Rule).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static ErrorVerdict[] ExceptErrorsOf(Verdict verdict, Verdict other)
    {
        // The implementations group conflicting fields differently, so all errors about merging count as one.
        var known = (other.Errors ?? []).Select(Key).ToHashSet(StringComparer.Ordinal);
        return [.. (verdict.Errors ?? []).Where(error => !known.Contains(Key(error)))];

        static string Key(ErrorVerdict error) => error.Rule == "FieldSelectionMerging" ? error.Rule : error.ToString();
    }
}

/// <summary>Runs cases on Couverture and on the reference implementation.</summary>
internal sealed class CaseRunner(ReferenceProcess reference)
{
    /// <summary>Runs cases that share a schema; returns null if the reference implementation rejects the schema.</summary>
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

    // The reference implementation reports each location twice if a fragment is spread both with and without @defer.
    private static Verdict DeduplicateLocations(Verdict verdict) => verdict.Phase == "execution" && verdict.Errors is { } errors
        ? verdict with { Errors = [.. errors.Select(error => error with { Locations = error.Locations?.Distinct(StringComparer.Ordinal).ToArray() })] }
        : verdict;

    // If two fragments or two fields of an input object share a name, the specification does not say which one counts, so further errors may differ.
    private static Verdict RemoveUnspecifiedErrors(Verdict verdict)
    {
        if (Has("FragmentNameUniqueness"))
            return verdict with { Errors = [.. verdict.Errors!.Where(error => error.Rule == "FragmentNameUniqueness")] };
        // The reported spread of a cycle depends on the order of traversal, and fields in a cycle need not be merged.
        if (Has("FragmentSpreadsMustNotFormCycles"))
        {
            verdict = verdict with
            {
                Errors = [.. verdict.Errors!.Where(error => error.Rule != "FieldSelectionMerging").Select(error => error.Rule == "FragmentSpreadsMustNotFormCycles" ? error with { Locations = null } : error)],
            };
        }

        // The specification does not say which of two arguments with the same name counts for merging.
        if (Has("ArgumentUniqueness"))
            verdict = verdict with { Errors = [.. verdict.Errors!.Where(error => error.Rule != "FieldSelectionMerging")] };

        return Has("InputObjectFieldUniqueness")
            ? verdict with { Errors = [.. verdict.Errors!.Where(error => error.Rule is not ("ValuesOfCorrectType" or "InputObjectRequiredFields" or "InputObjectFieldNames"))] }
            : verdict;

        bool Has(string rule) => verdict.Errors?.Any(error => error.Rule == rule) is true;
    }

    /// <summary>Returns Couverture's verdict; its phase is "crash" if an exception is thrown.</summary>
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

    /// <summary>Returns the graph of a schema; null if Couverture rejects the schema.</summary>
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
