using System.Text;
using BenchmarkDotNet.Attributes;
using Couverture.Execution.Planning;
using Couverture.Language;
using Couverture.Types;
using Couverture.Validation;

namespace Couverture.Benchmarks;

/// <summary>The cost of preparing a document. It is paid once per document, because all three results are cached.</summary>
[MemoryDiagnoser]
public class DocumentBenchmarks
{
    private byte[] _text = [];
    private Schema _schema = null!;
    private DocumentNode _document = null!;
    private OperationDefinitionNode _operation = null!;
    private IReadOnlyDictionary<string, FragmentDefinitionNode> _fragments = null!;

    [Params(nameof(Documents.Portfolio), nameof(Documents.Introspection))]
    public string Document { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _text = Encoding.UTF8.GetBytes(Document == nameof(Documents.Portfolio) ? Documents.Portfolio : Documents.Introspection);
        _schema = BenchmarkExecutor.Create().Schema;
        _document = Utf8GraphQLParser.Parse(_text);
        _operation = _document.Definitions.OfType<OperationDefinitionNode>().Single();
        _fragments = BenchmarkExecutor.GetFragments(_document);
    }

    [Benchmark]
    public DocumentNode Parse() => Utf8GraphQLParser.Parse(_text);

    [Benchmark]
    public IReadOnlyList<IError> Validate() => DocumentValidator.Validate(_schema, _document, ValidationOptions.Default);

    /// <summary>Plans the root selection; nested selections are planned when they are first executed.</summary>
    [Benchmark]
    public object Plan() => new OperationPlan(_schema, _operation, _fragments, hasIncrementalDirectives: false);
}
