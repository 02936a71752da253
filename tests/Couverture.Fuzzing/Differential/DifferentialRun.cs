using System.Globalization;
using Couverture.Fuzzing.Graphs;

namespace Couverture.Fuzzing.Differential;

/// <summary>Runs the cases of a seed and reports their statistics and the differences between the implementations.</summary>
internal sealed class DifferentialRun(ReferenceProcess reference, int seed, TextWriter output)
{
    private readonly CaseRunner _runner = new(reference);
    private readonly SortedDictionary<string, int> _phases = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _brokenRules = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _accepted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reportedKinds = new(StringComparer.Ordinal);
    private int _failed;

    /// <summary>Runs cases and returns the number of failures.</summary>
    /// <param name="first">The number of the first case.</param>
    /// <param name="count">The number of cases.</param>
    public async Task<int> RunAsync(int first, int count)
    {
        for (var number = first; number < first + count;)
        {
            var end = Math.Min(first + count, ((number / FuzzCase.CasesPerSchema) + 1) * FuzzCase.CasesPerSchema);
            await RunAsync(number, FuzzCase.GenerateSchema(seed, number), end);
            number = end;
        }

        output.WriteLine($"seed {seed}, cases {first} to {first + count - 1}: {Format(_phases)}");
        output.WriteLine($"{_brokenRules.Count} rules broken: {Format(_brokenRules)}");
        if (_accepted.Count > 0)
            output.WriteLine($"accepted differences: {Format(_accepted)}");
        output.WriteLine($"{count - _failed} passed, {_failed} failed");
        return _failed;
    }

    private async Task RunAsync(int first, string schema, int end)
    {
        var graph = new JsonGraph(schema);
        FuzzCase[] cases = [.. Enumerable.Range(first, end - first).Select(number => FuzzCase.Generate(seed, number, schema, graph))];
        var outcomes = await _runner.RunAsync(cases, graph) ?? throw new InvalidDataException($"The reference implementation rejects the schema:\n{schema}");
        for (var i = 0; i < cases.Length; i++)
        {
            Count(outcomes[i]);
            if (outcomes[i].Difference is null)
                continue;
            if (AcceptedDifferences.GetReason(outcomes[i]) is { } reason)
                Add(_accepted, reason);
            else
                await ReportAsync(first + i, cases[i], outcomes[i]);
        }
    }

    private void Count(Outcome outcome)
    {
        var (phase, errors) = (outcome.Expected.Phase, outcome.Expected.Errors ?? []);
        Add(_phases, phase == "execution" ? errors.Count == 0 ? "executed without error" : "executed with errors" : $"rejected: {phase}".Replace("rejected: subscription", "valid subscription", StringComparison.Ordinal));
        foreach (var rule in errors.Where(_ => phase == "validation").Select(error => error.Rule).OfType<string>().Distinct(StringComparer.Ordinal))
            Add(_brokenRules, rule);
    }

    // Shrink and print only the first case of each kind, for at most five kinds.
    private async Task ReportAsync(int number, FuzzCase failing, Outcome outcome)
    {
        const int MaxReported = 5;
        _failed++;
        if (!_reportedKinds.Add(outcome.Kind) || _reportedKinds.Count > MaxReported)
        {
            output.WriteLine($"failed: case {number} of seed {seed} of the same kind: {outcome.Kind}");
            return;
        }

        var shrunk = await new Shrinker(_runner, outcome.Kind).ShrinkAsync(failing);
        var shrunkOutcome = (await _runner.RunAsync([shrunk], new JsonGraph(shrunk.Schema)))![0];
        output.WriteLine(
            $"""
            failed: case {number} of seed {seed}: {shrunkOutcome.Difference}
            --- schema
            {shrunk.Schema}
            --- document
            {shrunk.Document}
            --- variables {shrunk.Variables ?? "none"}, operation {shrunk.OperationName ?? "the only one"}
            --- root
            {shrunk.Root}
            --- Couverture
            {shrunkOutcome.Actual}
            --- the reference implementation
            {shrunkOutcome.Expected}
            --- replay
            dotnet run --project tests/Couverture.Fuzzing -- differential --seed {seed} --first {number} --count 1
            """);
    }

    private static void Add(SortedDictionary<string, int> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    private static string Format(SortedDictionary<string, int> counts) =>
        string.Join(", ", counts.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Value} {entry.Key}")));
}
