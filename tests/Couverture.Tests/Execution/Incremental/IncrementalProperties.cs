using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Couverture.Execution;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution.Incremental;

/// <summary>The merged results of incremental delivery equal the single result of the same operation; checked with random documents.</summary>
public class IncrementalProperties
{
    private const int Documents = 400;

    [Fact]
    public async Task Stream_Should_AddUpToTheSingleResponse_When_DocumentsDeferAndStreamAtRandom()
    {
        var executor = new IncrementalGraph().Executor(builder => Microsoft.Extensions.DependencyInjection.RequestExecutorBuilderExtensions.ModifyRequestOptions(
            builder,
            o => o.Validation = o.Validation with { MaxAliases = null, MaxFields = null, MaxRootFields = null }));
        var incremental = 0;
        for (var seed = 0; seed < Documents; seed++)
        {
            var document = new RandomSelections(seed).Document();
            var variables = seed % 2 == 0 ? """{"yes":true,"no":false}""" : """{"yes":false,"no":true}""";
            var whole = await executor.ExecuteAsync(Request(document, variables));
            whole.Kind.ShouldBe(OperationResultKind.Executed, $"{seed}: {document} {whole.ToJson()}");

            var client = new IncrementalClient();
            var results = new List<string>();
            try
            {
                await foreach (var result in await executor.StreamAsync(Request(document, variables)))
                {
                    results.Add(result.ToJson());
                    client.Add(results[^1]);
                }

                client.IsComplete.ShouldBeTrue();
                var response = JsonNode.Parse(whole.ToJson())!;
                IncrementalClient.Canonical(client.Data).ShouldBe(IncrementalClient.Canonical(response["data"]!.ToJsonString()));
                client.Errors.ShouldBe((response["errors"]?.AsArray() ?? []).Select(e => e!["path"]!.ToJsonString()).Order(StringComparer.Ordinal));
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {document}\n{string.Join('\n', results)}", exception);
            }

            incremental += results.Count > 1 ? 1 : 0;
        }

        incremental.ShouldBeGreaterThan(Documents / 2);
    }

    [Fact]
    public async Task Stream_Should_ReturnTheSameResults_When_OperationRunsAgain()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var document = new RandomSelections(seed).Document();
            const string Variables = """{"yes":true,"no":false}""";
            var graph = new IncrementalGraph();
            var first = await graph.PayloadsAsync(document, Variables);
            (await graph.PayloadsAsync(document, Variables)).ShouldBe(first, document);
        }
    }

    private sealed class RandomSelections(int seed)
    {
        private static readonly string[] Leaves = ["id", "name", "later", "loaded", "fails", "texts", "matrix", "x: name", "nothing { id }"];
        private static readonly string[] Conditions = ["", "", "(if: true)", "(if: false)", "(if: $yes)", "(if: $no)"];
        private readonly Random _random = new(seed);
        private int _labels;

        public string Document() =>
            "query ($yes: Boolean!, $no: Boolean!) { id ... @include(if: $yes) { a: id } ... @skip(if: $no) { b: id } f: node { ...F } " + Selections(3, "Query") + " } "
            + "fragment F on Node { name node { ...G" + Defer() + " id } } fragment G on Node { id later nodes { loaded ...H" + Defer() + " } } fragment H on Node { x: name node { later } }";

        private string Selections(int depth, string type)
        {
            var text = new StringBuilder();
            for (var i = _random.Next(1, 5); i > 0; i--)
                text.Append(Selection(depth, type)).Append(' ');
            return text.ToString();
        }

        private string Selection(int depth, string type) => _random.Next(depth > 0 ? 9 : 3) switch
        {
            0 or 1 => Leaves[_random.Next(Leaves.Length)],
            2 when type == "Node" => $"...{"FGH"[_random.Next(3)]}{Defer()}",
            3 => $"node {{ {Selections(depth - 1, "Node")} }}",
            4 => $"nodeLater {{ {Selections(depth - 1, "Node")} }}",
            5 => $"nodes {{ {Selections(depth - 1, "Node")} }}",
            6 => $"s{++_labels}: nodes @stream(initialCount: {_random.Next(5)} {Condition().Trim('(', ')')}) {{ {Selections(depth - 1, "Node")} }}",
            7 or 8 => $"... {(_random.Next(3) == 0 ? $"on {type} " : "")}{Defer()} {{ {Selections(depth - 1, type)} }}",
            _ => "id",
        };

        private string Defer() => _random.Next(3) switch
        {
            0 => "",
            1 => $" @defer{Condition()}",
            _ => $" @defer(label: \"{(++_labels).ToString(CultureInfo.InvariantCulture)}\")",
        };

        private string Condition() => Conditions[_random.Next(Conditions.Length)];
    }
}
