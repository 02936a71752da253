using System.Text.Json;
using Couverture.Fuzzing.Generation;

namespace Couverture.Fuzzing.Differential;

/// <summary>
/// Shrinks a failing case as long as it fails with the same kind of difference. It removes tokens, runs of tokens and bracketed groups from
/// the schema, the document, the variables and the data. A candidate with an invalid schema or invalid JSON is discarded.
/// </summary>
internal sealed class Shrinker(CaseRunner runner, string kind)
{
    private const int MaxTries = 20_000;
    private int _tries;

    public async Task<FuzzCase> ShrinkAsync(FuzzCase failing)
    {
        while (_tries < MaxTries)
        {
            var before = failing;
            if (failing.OperationName is not null)
                failing = await TryAsync(failing with { OperationName = null }) ?? failing;
            failing = await TryAsync(failing with { Variables = null }) ?? await TryAsync(failing with { Variables = "{}" }) ?? failing;
            failing = await TryAsync(failing with { Root = "{}" }) ?? failing;
            failing = await TryAsync(failing with { Document = NormalizeWhitespace(failing.Document) }) ?? failing;
            failing = await ReduceAsync(failing, testCase => testCase.Document, (testCase, text) => testCase with { Document = text });
            failing = await ReduceAsync(failing, testCase => testCase.Root, (testCase, text) => testCase with { Root = text });
            failing = await ReduceAsync(failing, testCase => testCase.Variables ?? "", (testCase, text) => testCase with { Variables = text.Length == 0 ? null : text });
            failing = await ReduceAsync(failing, testCase => testCase.Schema, (testCase, text) => testCase with { Schema = text });
            if (failing == before)
                break;
        }

        return failing;
    }

    private static string NormalizeWhitespace(string text) => Tokens.Join(Tokens.Tokenize(text).Select(token => token with { LeadingTrivia = token.LeadingTrivia.Length > 0 ? " " : "" })).Trim();

    private async Task<FuzzCase> ReduceAsync(FuzzCase failing, Func<FuzzCase, string> read, Func<FuzzCase, string, FuzzCase> write)
    {
        var tokens = Tokens.Tokenize(read(failing));
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            foreach (var (start, count) in EnumerateRuns(tokens).OrderByDescending(run => run.Count).Distinct().ToArray())
            {
                if (start + count > tokens.Count)
                    continue;
                if (_tries >= MaxTries)
                    return failing;
                List<Token> remaining = [.. tokens[..start], .. tokens[(start + count)..]];
                if (await TryAsync(write(failing, Tokens.Join(remaining))) is not { } smaller)
                    continue;
                (failing, tokens, isSmaller) = (smaller, Tokens.Tokenize(read(smaller)), true);
            }

            foreach (var (open, close) in FindGroups(tokens).Where(group => group.Close < tokens.Count).ToArray())
            {
                // Replace a group by its content.
                if (close >= tokens.Count || tokens[open].Text is not ("{" or "[" or "("))
                    continue;
                List<Token> remaining = [.. tokens[..open], .. tokens[(open + 1)..close], .. tokens[(close + 1)..]];
                if (_tries < MaxTries && await TryAsync(write(failing, Tokens.Join(remaining))) is { } smaller)
                {
                    (failing, tokens, isSmaller) = (smaller, Tokens.Tokenize(read(smaller)), true);
                    break;
                }
            }
        }

        return failing;
    }

    private static IEnumerable<(int Start, int Count)> EnumerateRuns(List<Token> tokens)
    {
        const int MaxRunLength = 8;
        foreach (var (open, close) in FindGroups(tokens))
        {
            for (var before = 0; before <= MaxRunLength && before <= open; before++)
                yield return (open - before, close - open + 1 + before);
            if (close - open > 1)
                yield return (open + 1, close - open - 1);
        }

        for (var count = tokens.Count / 2; count > MaxRunLength; count /= 2)
        {
            for (var start = 0; start + count <= tokens.Count; start += count)
                yield return (start, count);
        }

        for (var count = Math.Min(MaxRunLength, tokens.Count); count > 0; count--)
        {
            for (var start = 0; start + count <= tokens.Count; start++)
                yield return (start, count);
        }
    }

    private static List<(int Open, int Close)> FindGroups(List<Token> tokens)
    {
        var groups = new List<(int, int)>();
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Text is "{" or "(" or "[")
                open.Push(i);
            else if (tokens[i].Text is "}" or ")" or "]" && open.TryPop(out var start))
                groups.Add((start, i));
        }

        return groups;
    }

    private async Task<FuzzCase?> TryAsync(FuzzCase candidate) =>
        await TryOnceAsync(candidate)
        ?? (UnusedDefinitions.Remove(candidate.Document) is { } cleaned && cleaned != candidate.Document ? await TryOnceAsync(candidate with { Document = cleaned }) : null);

    private async Task<FuzzCase?> TryOnceAsync(FuzzCase candidate)
    {
        _tries++;
        if (!IsJson(candidate.Root) || (candidate.Variables is { } variables && !IsJson(variables)) || CaseRunner.TryCreateGraph(candidate.Schema) is not { } graph)
            return null;
        // Run the reference implementation only if Couverture still ends in the same phase.
        if (!kind.StartsWith((await CaseRunner.RunOnCouvertureAsync(graph, candidate)).Phase + " ", StringComparison.Ordinal))
            return null;
        return await runner.RunAsync([candidate], graph) is [{ IsFailure: true } outcome] && outcome.Kind == kind ? candidate : null;
    }

    private static bool IsJson(string text)
    {
        try
        {
            return JsonElement.Parse(text).ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
