using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Couverture.Fuzzing.Verdicts;

namespace Couverture.Fuzzing.Differential;

/// <summary>The reference implementation in a Node process that lives as long as this: a line of JSON asks, a line of JSON answers.</summary>
internal sealed class Reference : IDisposable
{
    private readonly Process _process;

    /// <param name="folder">The folder of its script.</param>
    public Reference(string folder)
    {
        _process = Process.Start(new ProcessStartInfo("node", "reference.mjs")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        })!;
    }

    /// <summary>Sends cases of one schema; their verdicts are read with <see cref="AnswerAsync"/>.</summary>
    public async Task AskAsync(IReadOnlyList<FuzzCase> cases)
    {
        var question = new { schema = cases[0].Schema, cases = cases.Select(one => new { one.Document, one.Variables, one.OperationName, one.Root }) };
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(question, Verdict.Json));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The verdicts on the cases sent first; null where their schema is none.</summary>
    public async Task<IReadOnlyList<Verdict>?> AnswerAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The reference implementation has ended.");
        return JsonSerializer.Deserialize<Answer>(line, Verdict.Json)!.Verdicts?.Select(Whole).ToArray();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Verdict Whole(Told told) => told.Payloads is { } payloads ? IncrementalAnswer.Merge(payloads) : new Verdict(told.Phase, told.Data, told.Errors);

    private sealed record Answer(IReadOnlyList<Told>? Verdicts);

    private sealed record Told(string Phase, JsonElement? Data, IReadOnlyList<ErrorVerdict>? Errors, IReadOnlyList<JsonElement>? Payloads);
}
