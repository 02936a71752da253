using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Couverture.Execution;

namespace Couverture.Benchmarks;

/// <summary>
/// The cost of one hostile request at the default limits without document cache: parsing, validation, planning, execution and writing.
/// The limit is 50 ms; see <see cref="HostileCheck"/>.
/// </summary>
[MemoryDiagnoser]
public class HostileBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private readonly IRequestExecutor _executor = BenchmarkExecutor.Create(maxCachedDocuments: 0);
    private OperationRequest _request = new();

    public static IEnumerable<string> Names => HostileDocuments.All.Keys;

    [ParamsSource(nameof(Names))]
    public string Document { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var (document, variables) = HostileDocuments.All[Document];
        _request = new OperationRequest { Document = document, Variables = variables is null ? null : JsonElement.Parse(variables) };
    }

    [Benchmark]
    public async Task<int> Execute()
    {
        var result = await _executor.ExecuteAsync(_request);
        _output.ResetWrittenCount();
        result.WriteTo(_output);
        return _output.WrittenCount;
    }
}
