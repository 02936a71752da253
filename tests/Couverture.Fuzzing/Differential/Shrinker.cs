using System.Text.Json;
using Couverture.Fuzzing.Generation;

namespace Couverture.Fuzzing.Differential;

/// <summary>
/// Cuts a failing case down for as long as it fails in the same way: takes tokens, runs of tokens and bracketed groups away from the
/// schema, the document, the variables and the data. What is no schema or no JSON any more does not fail in the same way.
/// </summary>
internal sealed class Shrinker(Duel duel, string kind)
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
            failing = await TryAsync(failing with { Document = Plain(failing.Document) }) ?? failing;
            failing = await ReduceAsync(failing, one => one.Document, (one, text) => one with { Document = text });
            failing = await ReduceAsync(failing, one => one.Root, (one, text) => one with { Root = text });
            failing = await ReduceAsync(failing, one => one.Variables ?? "", (one, text) => one with { Variables = text.Length == 0 ? null : text });
            failing = await ReduceAsync(failing, one => one.Schema, (one, text) => one with { Schema = text });
            if (failing == before)
                break;
        }

        return failing;
    }

    private static string Plain(string text) => Tokens.Text(Tokens.Of(text).Select(token => token with { Before = token.Before.Length > 0 ? " " : "" })).Trim();

    private async Task<FuzzCase> ReduceAsync(FuzzCase failing, Func<FuzzCase, string> read, Func<FuzzCase, string, FuzzCase> write)
    {
        var tokens = Tokens.Of(read(failing));
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            foreach (var (start, count) in Runs(tokens).OrderByDescending(run => run.Count).Distinct().ToArray())
            {
                if (start + count > tokens.Count)
                    continue;
                if (_tries >= MaxTries)
                    return failing;
                List<Token> fewer = [.. tokens[..start], .. tokens[(start + count)..]];
                if (await TryAsync(write(failing, Tokens.Text(fewer))) is not { } smaller)
                    continue;
                (failing, tokens, isSmaller) = (smaller, Tokens.Of(read(smaller)), true);
            }

            foreach (var (open, close) in Groups(tokens).Where(group => group.Close < tokens.Count).ToArray())
            {
                // A group may be replaced by what is in it.
                if (close >= tokens.Count || tokens[open].Text is not ("{" or "[" or "("))
                    continue;
                List<Token> fewer = [.. tokens[..open], .. tokens[(open + 1)..close], .. tokens[(close + 1)..]];
                if (_tries < MaxTries && await TryAsync(write(failing, Tokens.Text(fewer))) is { } smaller)
                {
                    (failing, tokens, isSmaller) = (smaller, Tokens.Of(read(smaller)), true);
                    break;
                }
            }
        }

        return failing;
    }

    private static IEnumerable<(int Start, int Count)> Runs(List<Token> tokens)
    {
        const int Longest = 8;
        foreach (var (open, close) in Groups(tokens))
        {
            for (var before = 0; before <= Longest && before <= open; before++)
                yield return (open - before, close - open + 1 + before);
            if (close - open > 1)
                yield return (open + 1, close - open - 1);
        }

        for (var count = tokens.Count / 2; count > Longest; count /= 2)
        {
            for (var start = 0; start + count <= tokens.Count; start += count)
                yield return (start, count);
        }

        for (var count = Math.Min(Longest, tokens.Count); count > 0; count--)
        {
            for (var start = 0; start + count <= tokens.Count; start++)
                yield return (start, count);
        }
    }

    private static List<(int Open, int Close)> Groups(List<Token> tokens)
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
        ?? (Tidy.Document(candidate.Document) is { } tidy && tidy != candidate.Document ? await TryOnceAsync(candidate with { Document = tidy }) : null);

    private async Task<FuzzCase?> TryOnceAsync(FuzzCase candidate)
    {
        _tries++;
        if (!IsJson(candidate.Root) || (candidate.Variables is { } variables && !IsJson(variables)) || Duel.Graph(candidate.Schema) is not { } graph)
            return null;
        // The other side is asked only where this side still ends as it did.
        if (!kind.StartsWith((await Duel.OursAsync(graph, candidate)).Phase + " ", StringComparison.Ordinal))
            return null;
        return await duel.JudgeAsync([candidate], graph) is [{ IsFailure: true } outcome] && outcome.Kind == kind ? candidate : null;
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
