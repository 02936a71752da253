using Couverture.Execution;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

public class NullPropagationTests
{
    private sealed record Node(int Depth);

    /// <summary>A tree of nodes with nullable and non-null fields, synchronous and asynchronous. The leaf <c>bad</c> returns null, and <c>failing</c> throws.</summary>
    private static IRequestExecutor Tree() => Executor(schema =>
    {
        var node = TypeReference.Of<Node>();
        schema.Query()
            .Sync("node", node, _ => new Node(0))
            .Sync("required", node.NonNull(), _ => new Node(0))
            .Async("later", node.NonNull(), async _ => { await Task.Yield(); return new Node(0); })
            .Sync("other", Text, _ => "other");
        schema.Object<Node>("Node")
            .Sync("ok", Text.NonNull(), _ => "ok")
            .Sync("nothing", Text, _ => null)
            .Sync("bad", Text.NonNull(), _ => null)
            .Async("badLater", Text.NonNull(), async _ => { await Task.Yield(); return null; })
            .Sync("failing", Text.NonNull(), _ => throw new GraphQLException(ErrorBuilder.New().SetMessage("No.").SetCode("NO").Build()))
            .Sync("node", node, _ => new Node(1))
            .Sync("required", node.NonNull(), _ => new Node(1))
            .Async("later", node.NonNull(), async _ => { await Task.Yield(); return new Node(1); })
            .Sync("texts", Text.List(), _ => new[] { "a", null })
            .Sync("requiredTexts", Text.NonNull().List(), _ => new[] { "a", null, "c", null })
            .Sync("allRequiredTexts", Text.NonNull().List().NonNull(), _ => new[] { "a", null })
            .Sync("matrix", Text.NonNull().List().List().NonNull(), _ => new string?[][] { ["a"], ["b", null] })
            .Sync("nodes", node.List(), _ => new[] { new Node(1), new Node(2) })
            .Sync("requiredNodes", node.NonNull().List(), _ => new[] { new Node(1), new Node(2) });
    });

    private static string Error(string place, string path, string message, string code = "GRAPHQL_NULL_IN_NON_NULL") =>
        $$$"""{"message":"{{{message}}}","locations":[{"line":1,"column":{{{place}}}}],"path":[{{{path}}}],"extensions":{"code":"{{{code}}}"}}""";

    [Theory]
    [InlineData("{ node { nothing ok } }", """{"data":{"node":{"nothing":null,"ok":"ok"}}}""")]
    [InlineData("{ node { texts } }", """{"data":{"node":{"texts":["a",null]}}}""")]
    public async Task Execute_Should_WriteNull_When_TypeIsNullable(string document, string expected) =>
        (await Tree().RunAsync(document)).ShouldBe(expected);

    [Theory]
    [InlineData("{ other node { ok bad } }", "19", "\"node\",\"bad\"", "Node.bad", """{"other":"other","node":null}""")]
    [InlineData("{ other node { badLater ok } }", "16", "\"node\",\"badLater\"", "Node.badLater", """{"other":"other","node":null}""")]
    [InlineData("{ other node { required { bad } } }", "27", "\"node\",\"required\",\"bad\"", "Node.bad", """{"other":"other","node":null}""")]
    [InlineData("{ other node { node { required { bad } } ok } }", "34", "\"node\",\"node\",\"required\",\"bad\"", "Node.bad", """{"other":"other","node":{"node":null,"ok":"ok"}}""")]
    [InlineData("{ node { later { badLater } } other }", "18", "\"node\",\"later\",\"badLater\"", "Node.badLater", """{"node":null,"other":"other"}""")]
    [InlineData("{ required { bad } other }", "14", "\"required\",\"bad\"", "Node.bad", "null")]
    [InlineData("{ other later { later { badLater } } }", "25", "\"later\",\"later\",\"badLater\"", "Node.badLater", "null")]
    [InlineData("{ node { requiredTexts } }", "10", "\"node\",\"requiredTexts\",1", "Node.requiredTexts", """{"node":{"requiredTexts":null}}""")]
    [InlineData("{ node { allRequiredTexts } }", "10", "\"node\",\"allRequiredTexts\",1", "Node.allRequiredTexts", """{"node":null}""")]
    [InlineData("{ node { matrix } }", "10", "\"node\",\"matrix\",1,1", "Node.matrix", """{"node":{"matrix":[["a"],null]}}""")]
    public async Task Execute_Should_NullNearestNullableParent_When_NonNullFieldIsNull(string document, string column, string path, string coordinate, string data)
    {
        var response = await Tree().RunAsync(document);

        response.ShouldBe($$$"""{"errors":[{{{Error(column, path, $"Cannot return null for non-nullable field {coordinate}.")}}}],"data":{{{data}}}}""");
    }

    [Fact]
    public async Task Execute_Should_ReportEachItem_When_SeveralItemsFail()
    {
        var response = await Tree().RunAsync("{ node { nodes { failing } } }");

        response.ShouldBe($$$$"""
            {"errors":[{{{{Error("18", "\"node\",\"nodes\",0,\"failing\"", "No.", "NO")}}}},{{{{Error("18", "\"node\",\"nodes\",1,\"failing\"", "No.", "NO")}}}}],"data":{"node":{"nodes":[null,null]}}}
            """);
    }

    [Fact]
    public async Task Execute_Should_NullList_When_NonNullItemFails()
    {
        var response = await Tree().RunAsync("{ node { requiredNodes { failing } ok } }");

        response.ShouldBe($$$$"""{"errors":[{{{{Error("26", "\"node\",\"requiredNodes\",0,\"failing\"", "No.", "NO")}}}}],"data":{"node":{"requiredNodes":null,"ok":"ok"}}}""");
    }

    [Fact]
    public async Task Execute_Should_OrderErrorsByResponsePosition_When_FieldsFailInAnotherOrder()
    {
        var response = await Tree().RunAsync("{ a: node { badLater } b: node { bad } }");

        response.ShouldBe($$$$"""
            {"errors":[{{{{Error("13", "\"a\",\"badLater\"", "Cannot return null for non-nullable field Node.badLater.")}}}},{{{{Error("34", "\"b\",\"bad\"", "Cannot return null for non-nullable field Node.bad.")}}}}],"data":{"a":null,"b":null}}
            """);
    }
}
