using Couverture.Fuzzing.Verdicts;

namespace Couverture.Fuzzing.Differential;

/// <summary>
/// Where Couverture deliberately differs from the reference implementation. Each has a case in the corpus (Deviations.cs there tells the
/// specification's reason); what is named there and not here is never generated.
/// </summary>
internal static class AcceptedDifferences
{
    /// <summary>Why an outcome may differ; null where it may not.</summary>
    public static string? Reason(Outcome outcome)
    {
        var (ours, theirs) = (outcome.OnlyOurs, outcome.OnlyTheirs);
        if (ours.Count > 0 && theirs.Count == 0 && ours.All(error => error.Rule == "DeferStreamDirectiveOnRootField"))
            return "every spread at a mutation's root counts, not only a fragment's first";
        return ours.Count == 0 && theirs.Count > 0 && theirs.All(error => error.Rule == "StreamDirectiveOnListField" && IsMisplaced(outcome.Theirs, error))
            ? "what stands where no @stream can is no field that is no list"
            : null;
    }

    private static bool IsMisplaced(Verdict verdict, ErrorVerdict error) =>
        verdict.Errors!.Any(other => other.Rule == "DirectivesAreInValidLocations" && other.Locations!.SequenceEqual(error.Locations!));
}
