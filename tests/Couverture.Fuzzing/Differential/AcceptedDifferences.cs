using System.Text.Json;
using System.Text.RegularExpressions;
using Couverture.Fuzzing.Generation;
using Couverture.Fuzzing.Verdicts;

namespace Couverture.Fuzzing.Differential;

/// <summary>
/// Where Couverture deliberately differs from the reference implementation. Deviations.cs of the corpus tells the specification's reasons;
/// what is named there and not here is never generated.
/// </summary>
internal static partial class AcceptedDifferences
{
    /// <summary>Why an outcome may differ; null where it may not.</summary>
    public static string? Reason(Outcome outcome)
    {
        // What passes validation there may fail later for reasons of its own.
        var (ours, theirs) = (outcome.OnlyOurs, outcome is { Ours.Phase: "validation", Theirs.Phase: not "validation" } ? [] : outcome.OnlyTheirs);
        return outcome switch
        {
            { Ours.Phase: "syntax" } when HasEmptySelection(outcome.Case.Document) => "a selection set is not empty",
            { Ours.Phase: "syntax", Theirs.Phase: "syntax" } when IsAtDescription(outcome) => "the token that cannot follow is named, not the description before it",
            { Ours.Phase: "execution", Theirs.Phase: "execution" } when IsSameBelowNull(outcome) => "several late fields fail below what becomes null",
            _ when ours.Count + theirs.Count > 0
                && ours.All(error => error.Rule == "DeferStreamDirectiveOnRootField")
                && theirs.All(error => error.Rule == "StreamDirectiveOnListField" && IsMisplaced(outcome.Theirs, error)) =>
                "every spread counts at a mutation's root; a misplaced @stream is on no field",
            _ when ours.Count == 0 && theirs.Count > 0 && theirs.All(error => error.Rule == "ValuesOfCorrectType" && HoldsVariable(outcome.Case.Document, error)) =>
                "what a scalar makes of a literal is not known before its variables are",
            { Ours.Phase: "validation", Theirs.Phase: "validation" } when ours.Count + theirs.Count == 0 && outcome.Ours.Errors!.Any(error => error.Rule == "DeferStreamDirectiveOnRootField") =>
                "every spread counts at a mutation's root, for every operation that spreads it",
            _ when theirs.Count == 0 && ours.Count > 0 && ours.All(error => error.Rule == "AllVariableUsagesAreAllowed") && HasOneOf(outcome) =>
                "a field of a one-of input object is a non-null position, in whatever it stands",
            { Ours.Phase: "coercion", Theirs.Phase: "coercion" } when ours.Count + theirs.Count == 0 && HasOneOf(outcome) => "two entries of a one-of input object are one fault",
            { Ours.Phase: "execution", Theirs.Phase: "execution" } when IsAboutIntrospection(outcome) => "introspection is described in own words, and a scalar that nothing uses is no part of a schema",
            _ => null,
        };
    }

    private static bool HasOneOf(Outcome outcome) => outcome.Case.Schema.Contains("@oneOf", StringComparison.Ordinal);

    private static bool IsAboutIntrospection(Outcome outcome) =>
        Comparison.Difference(outcome.Case.Request, WithoutWords(outcome.Ours), WithoutWords(outcome.Theirs)) is null
        || (outcome.Case.Document.Contains("__schema", StringComparison.Ordinal) && HasIdleScalar(outcome.Case.Schema));

    // Texts of several words are descriptions.
    private static Verdict WithoutWords(Verdict verdict) =>
        verdict with { Data = verdict.Data is { } data ? JsonElement.Parse(Words().Replace(data.GetRawText(), "\"words\"")) : null };

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)* (?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Words();

    private static bool HasIdleScalar(string schema)
    {
        var tokens = Tokens.Of(schema).ConvertAll(static token => token.Text);
        return tokens.Zip(tokens.Skip(1)).Any(pair => pair.First == "scalar" && tokens.Count(token => token == pair.Second) == 1);
    }

    private static bool HasEmptySelection(string document)
    {
        var tokens = Tokens.Of(document);
        return tokens.Zip(tokens.Skip(1)).Any(pair => pair is ({ Text: "{" }, { Text: "}" }));
    }

    private static bool IsAtDescription(Outcome outcome)
    {
        var tokens = Placed(outcome.Case.Document);
        return tokens.Zip(tokens.Skip(1)).Any(pair => pair.First.Text.StartsWith('"') && IsAt(outcome.Theirs, pair.First.Place) && IsAt(outcome.Ours, pair.Second.Place));

        static bool IsAt(Verdict verdict, string place) => verdict.Errors is [{ Locations: [var location] }] && location == place;
    }

    // A list or an object with a variable in it.
    private static bool HoldsVariable(string document, ErrorVerdict error)
    {
        var depth = 0;
        foreach (var (_, text) in Placed(document).SkipWhile(token => token.Place != error.Locations![0]))
        {
            if (text.StartsWith('$'))
                return true;
            depth += text is "{" or "[" ? 1 : text is "}" or "]" ? -1 : 0;
            if (depth == 0)
                return false;
        }

        return false;
    }

    // Places are lines and columns, both from 1.
    private static List<(string Place, string Text)> Placed(string document)
    {
        var (offset, placed) = (0, new List<(string, string)>());
        foreach (var token in Tokens.Of(document))
        {
            offset += token.Before.Length;
            var lines = document[..offset].ReplaceLineEndings("\n").Split('\n');
            placed.Add(($"{lines.Length}:{lines[^1].Length + 1}", token.Text));
            offset += token.Text.Length;
        }

        return placed;
    }

    private static bool IsMisplaced(Verdict verdict, ErrorVerdict error) =>
        verdict.Errors!.Any(other => other.Rule == "DirectivesAreInValidLocations" && other.Locations!.SequenceEqual(error.Locations!));

    // Section 6.4.4: siblings of a field whose error propagates may be cancelled, so which of several errors is told depends on the order of
    // work. What becomes null must be the same, and it must be told of each that something failed there.
    private static bool IsSameBelowNull(Outcome outcome) =>
        outcome.Case.Root.Contains("$later", StringComparison.Ordinal)
        && Comparison.Difference(outcome.Case.Request, AtNull(outcome.Ours), AtNull(outcome.Theirs)) is null;

    private static Verdict AtNull(Verdict verdict) =>
        verdict with { Errors = verdict.Errors is null ? null : [.. verdict.Errors.Select(error => AtNull(error, verdict.Data)).DistinctBy(error => error.ToString())] };

    private static ErrorVerdict AtNull(ErrorVerdict error, JsonElement? data)
    {
        if (error.Path is not { ValueKind: JsonValueKind.Array } path)
            return error;
        if (data is not { } place)
            return new ErrorVerdict("(below)", null, null);
        JsonElement[] segments = [.. path.EnumerateArray()];
        for (var i = 0; i < segments.Length; i++)
        {
            if (place.ValueKind is JsonValueKind.Null)
                return new ErrorVerdict("(below)", i == 0 ? null : JsonSerializer.SerializeToElement(segments[..i]), null);
            if (place.ValueKind is JsonValueKind.Array && segments[i].ValueKind is JsonValueKind.Number)
                place = place[segments[i].GetInt32()];
            else if (place.ValueKind is not JsonValueKind.Object || !place.TryGetProperty(segments[i].GetString()!, out place))
                return error;
        }

        return error;
    }
}
