using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Couverture.Execution;

namespace Couverture.Benchmarks;

/// <summary>Requests with cached documents, from the document text to the bytes of the response.</summary>
[MemoryDiagnoser]
public class ExecutionBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private readonly IRequestExecutor _executor = BenchmarkExecutor.Create();

    [Benchmark]
    public Task<int> Smallest() => RunAsync("{ __typename }");

    [Benchmark]
    public Task<int> Nested() => RunAsync(Documents.Nested);

    [Benchmark]
    [Arguments(100)]
    [Arguments(1_000)]
    public Task<int> Flat(int rows) => RunAsync(Documents.Flat, $$"""{"count":{{rows}}}""");

    /// <summary>20 wallets with 5 chains with 20 tokens, 2,000 tokens in all. Each level and the prices use a data loader.</summary>
    [Benchmark]
    public Task<int> Portfolio() => RunAsync(Documents.Portfolio, """{"wallets":20}""");

    [Benchmark]
    public Task<int> Introspection() => RunAsync(Documents.Introspection);

    private async Task<int> RunAsync(string document, string? variables = null)
    {
        var result = await _executor.ExecuteAsync(new OperationRequest
        {
            Document = document,
            Variables = variables is null ? null : JsonElement.Parse(variables),
        });
        _output.ResetWrittenCount();
        result.WriteTo(_output);
        return _output.WrittenCount;
    }
}
