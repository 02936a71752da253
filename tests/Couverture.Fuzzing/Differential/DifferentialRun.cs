using System.Globalization;
using Couverture.Fuzzing.Graphs;

namespace Couverture.Fuzzing.Differential;

/// <summary>Runs the cases of a seed and tells what they were and where the implementations differ.</summary>
internal sealed class DifferentialRun(Reference reference, int seed, TextWriter output)
{
    private readonly Duel _duel = new(reference);
    private readonly SortedDictionary<string, int> _mix = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _rules = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _accepted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private int _failed;

    /// <summary>Runs cases; gives the number of those that differ.</summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="count">How many.</param>
    public async Task<int> RunAsync(int first, int count)
    {
        for (var number = first; number < first + count;)
        {
            var end = Math.Min(first + count, ((number / FuzzCase.PerSchema) + 1) * FuzzCase.PerSchema);
            await RunAsync(number, FuzzCase.SchemaText(seed, number), end);
            number = end;
        }

        output.WriteLine($"seed {seed}, cases {first} to {first + count - 1}: {Text(_mix)}");
        output.WriteLine($"{_rules.Count} rules broken: {Text(_rules)}");
        if (_accepted.Count > 0)
            output.WriteLine($"accepted differences: {Text(_accepted)}");
        output.WriteLine($"{count - _failed} passed, {_failed} failed");
        return _failed;
    }

    private async Task RunAsync(int first, string schema, int end)
    {
        var graph = new JsonGraph(schema);
        FuzzCase[] cases = [.. Enumerable.Range(first, end - first).Select(number => FuzzCase.Make(seed, number, schema, graph))];
        var outcomes = await _duel.JudgeAsync(cases, graph) ?? throw new InvalidDataException($"The reference implementation refuses the schema:\n{schema}");
        for (var i = 0; i < cases.Length; i++)
        {
            Count(outcomes[i]);
            if (outcomes[i].Difference is null)
                continue;
            if (AcceptedDifferences.Reason(outcomes[i]) is { } reason)
                Add(_accepted, reason);
            else
                await TellAsync(first + i, cases[i], outcomes[i]);
        }
    }

    private void Count(Outcome outcome)
    {
        var (phase, errors) = (outcome.Theirs.Phase, outcome.Theirs.Errors ?? []);
        Add(_mix, phase == "execution" ? errors.Count == 0 ? "executed without error" : "executed with errors" : $"refused: {phase}".Replace("refused: subscription", "valid subscription", StringComparison.Ordinal));
        foreach (var rule in errors.Where(_ => phase == "validation").Select(error => error.Rule).OfType<string>().Distinct(StringComparer.Ordinal))
            Add(_rules, rule);
    }

    // One case of a kind is cut down; the others of that kind are counted.
    private async Task TellAsync(int number, FuzzCase failing, Outcome outcome)
    {
        const int Most = 5;
        _failed++;
        if (!_kinds.Add(outcome.Kind) || _kinds.Count > Most)
        {
            output.WriteLine($"failed: case {number} of seed {seed} in the same way: {outcome.Kind}");
            return;
        }

        var smallest = await new Shrinker(_duel, outcome.Kind).ShrinkAsync(failing);
        var last = (await _duel.JudgeAsync([smallest], new JsonGraph(smallest.Schema)))![0];
        output.WriteLine(
            $"""
            failed: case {number} of seed {seed}: {last.Difference}
            --- schema
            {smallest.Schema}
            --- document
            {smallest.Document}
            --- variables {smallest.Variables ?? "none"}, operation {smallest.OperationName ?? "the only one"}
            --- root
            {smallest.Root}
            --- Couverture
            {last.Ours}
            --- the reference implementation
            {last.Theirs}
            --- again
            dotnet run --project tests/Couverture.Fuzzing -- differential --seed {seed} --first {number} --count 1
            """);
    }

    private static void Add(SortedDictionary<string, int> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    private static string Text(SortedDictionary<string, int> counts) =>
        string.Join(", ", counts.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value} {one.Key}")));
}
