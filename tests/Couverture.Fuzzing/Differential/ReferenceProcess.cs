using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Couverture.Fuzzing.Verdicts;

namespace Couverture.Fuzzing.Differential;

/// <summary>The reference implementation in a Node process. Requests and responses are one line of JSON each.</summary>
internal sealed class ReferenceProcess : IDisposable
{
    private readonly Process _process;

    /// <param name="folder">The folder of the script.</param>
    public ReferenceProcess(string folder)
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

    /// <summary>Sends cases of one schema; <see cref="ReceiveAsync"/> returns their verdicts.</summary>
    public async Task SendAsync(IReadOnlyList<FuzzCase> cases)
    {
        var request = new { schema = cases[0].Schema, cases = cases.Select(testCase => new { testCase.Document, testCase.Variables, testCase.OperationName, testCase.Root }) };
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, Verdict.Json));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Returns the verdicts of the earliest cases without response; null if their schema is invalid.</summary>
    public async Task<IReadOnlyList<Verdict>?> ReceiveAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The reference implementation has ended.");
        return JsonSerializer.Deserialize<Response>(line, Verdict.Json)!.Verdicts?.Select(ToVerdict).ToArray();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Verdict ToVerdict(CaseResponse response) => response.Payloads is { } payloads ? IncrementalResultMerger.Merge(payloads) : new Verdict(response.Phase, response.Data, response.Errors);

    private sealed record Response(IReadOnlyList<CaseResponse>? Verdicts);

    private sealed record CaseResponse(string Phase, JsonElement? Data, IReadOnlyList<ErrorVerdict>? Errors, IReadOnlyList<JsonElement>? Payloads);
}
