using System.Text.Json;
using System.Text.RegularExpressions;
using Couverture.Fuzzing.Generation;
using Couverture.Fuzzing.Verdicts;

namespace Couverture.Fuzzing.Differential;

/// <summary>
/// The deliberate differences between Couverture and the reference implementation. Deviations.cs of the corpus gives the reasons from the
/// specification. Deviations that are listed only there are never generated.
/// </summary>
internal static partial class AcceptedDifferences
{
    /// <summary>Returns why an outcome may differ; null if the difference is not accepted.</summary>
    public static string? GetReason(Outcome outcome)
    {
        // A document that passes the reference implementation's validation may still fail later with unrelated errors.
        var (unexpected, missing) = (outcome.UnexpectedErrors, outcome is { Actual.Phase: "validation", Expected.Phase: not "validation" } ? [] : outcome.MissingErrors);
        return outcome switch
        {
            { Actual.Phase: "syntax" } when HasEmptySelection(outcome.Case.Document) => "a selection set is not empty",
            { Actual.Phase: "syntax", Expected.Phase: "syntax" } when DiffersOnlyByDescription(outcome) => "the error is located at the unexpected token, not at the description before it",
            { Actual.Phase: "execution", Expected.Phase: "execution" } when DiffersOnlyBelowNull(outcome) => "several asynchronous fields fail below the same null",
            _ when unexpected.Count + missing.Count > 0
                && unexpected.All(error => error.Rule == "DeferStreamDirectiveOnRootField")
                && missing.All(error => error.Rule == "StreamDirectiveOnListField" && IsMisplaced(outcome.Expected, error)) =>
                "every spread counts at a mutation's root; a misplaced @stream does not apply to a field",
            _ when unexpected.Count == 0 && missing.Count > 0 && missing.All(error => error.Rule == "ValuesOfCorrectType" && ContainsVariable(outcome.Case.Document, error)) =>
                "a scalar cannot validate a literal before its variables are known",
            { Actual.Phase: "validation", Expected.Phase: "validation" } when unexpected.Count + missing.Count == 0 && outcome.Actual.Errors!.Any(error => error.Rule == "DeferStreamDirectiveOnRootField") =>
                "every spread counts at a mutation's root, once for each operation that uses it",
            _ when missing.Count == 0 && unexpected.Count > 0 && unexpected.All(error => error.Rule == "AllVariableUsagesAreAllowed") && HasOneOf(outcome) =>
                "a field of a one-of input object is always a non-null position",
            { Actual.Phase: "coercion", Expected.Phase: "coercion" } when unexpected.Count + missing.Count == 0 && HasOneOf(outcome) => "two entries of a one-of input object are one error",
            { Actual.Phase: "execution", Expected.Phase: "execution" } when DiffersOnlyInIntrospection(outcome) => "descriptions of introspection types differ, and an unused scalar is not part of a schema",
            _ => null,
        };
    }

    private static bool HasOneOf(Outcome outcome) => outcome.Case.Schema.Contains("@oneOf", StringComparison.Ordinal);

    private static bool DiffersOnlyInIntrospection(Outcome outcome) =>
        Comparison.FindDifference(outcome.Case.Request, WithoutDescriptions(outcome.Actual), WithoutDescriptions(outcome.Expected)) is null
        || (outcome.Case.Document.Contains("__schema", StringComparison.Ordinal) && HasUnusedScalar(outcome.Case.Schema));

    // Strings that contain a space are descriptions.
    private static Verdict WithoutDescriptions(Verdict verdict) =>
        verdict with { Data = verdict.Data is { } data ? JsonElement.Parse(DescriptionPattern().Replace(data.GetRawText(), "\"words\"")) : null };

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)* (?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex DescriptionPattern();

    private static bool HasUnusedScalar(string schema)
    {
        var tokens = Tokens.Tokenize(schema).ConvertAll(static token => token.Text);
        return tokens.Zip(tokens.Skip(1)).Any(pair => pair.First == "scalar" && tokens.Count(token => token == pair.Second) == 1);
    }

    private static bool HasEmptySelection(string document)
    {
        var tokens = Tokens.Tokenize(document);
        return tokens.Zip(tokens.Skip(1)).Any(pair => pair is ({ Text: "{" }, { Text: "}" }));
    }

    private static bool DiffersOnlyByDescription(Outcome outcome)
    {
        var tokens = Locate(outcome.Case.Document);
        return tokens.Zip(tokens.Skip(1)).Any(pair => pair.First.Text.StartsWith('"') && IsAt(outcome.Expected, pair.First.Location) && IsAt(outcome.Actual, pair.Second.Location));

        static bool IsAt(Verdict verdict, string location) => verdict.Errors is [{ Locations: [var only] }] && only == location;
    }

    // Whether the list or object at the error's location contains a variable.
    private static bool ContainsVariable(string document, ErrorVerdict error)
    {
        var depth = 0;
        foreach (var (_, text) in Locate(document).SkipWhile(token => token.Location != error.Locations![0]))
        {
            if (text.StartsWith('$'))
                return true;
            depth += text is "{" or "[" ? 1 : text is "}" or "]" ? -1 : 0;
            if (depth == 0)
                return false;
        }

        return false;
    }

    // Locations are "line:column", both from 1.
    private static List<(string Location, string Text)> Locate(string document)
    {
        var (offset, located) = (0, new List<(string, string)>());
        foreach (var token in Tokens.Tokenize(document))
        {
            offset += token.LeadingTrivia.Length;
            var lines = document[..offset].ReplaceLineEndings("\n").Split('\n');
            located.Add(($"{lines.Length}:{lines[^1].Length + 1}", token.Text));
            offset += token.Text.Length;
        }

        return located;
    }

    private static bool IsMisplaced(Verdict verdict, ErrorVerdict error) =>
        verdict.Errors!.Any(other => other.Rule == "DirectivesAreInValidLocations" && other.Locations!.SequenceEqual(error.Locations!));

    // Section 6.4.4: siblings of a field whose error propagates may be cancelled, so the reported error depends on the order of execution. The
    // same positions must become null, and each of them must have an error.
    private static bool DiffersOnlyBelowNull(Outcome outcome) =>
        outcome.Case.Root.Contains("$later", StringComparison.Ordinal)
        && Comparison.FindDifference(outcome.Case.Request, TruncateAtNull(outcome.Actual), TruncateAtNull(outcome.Expected)) is null;

    private static Verdict TruncateAtNull(Verdict verdict) =>
        verdict with { Errors = verdict.Errors is null ? null : [.. verdict.Errors.Select(error => TruncateAtNull(error, verdict.Data)).DistinctBy(error => error.ToString())] };

    private static ErrorVerdict TruncateAtNull(ErrorVerdict error, JsonElement? data)
    {
        if (error.Path is not { ValueKind: JsonValueKind.Array } path)
            return error;
        if (data is not { } location)
            return new ErrorVerdict("(below)", null, null);
        JsonElement[] segments = [.. path.EnumerateArray()];
        for (var i = 0; i < segments.Length; i++)
        {
            if (location.ValueKind is JsonValueKind.Null)
                return new ErrorVerdict("(below)", i == 0 ? null : JsonSerializer.SerializeToElement(segments[..i]), null);
            if (location.ValueKind is JsonValueKind.Array && segments[i].ValueKind is JsonValueKind.Number)
                location = location[segments[i].GetInt32()];
            else if (location.ValueKind is not JsonValueKind.Object || !location.TryGetProperty(segments[i].GetString()!, out location))
                return error;
        }

        return error;
    }
}
