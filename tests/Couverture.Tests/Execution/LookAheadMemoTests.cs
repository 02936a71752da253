using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>What depends on the selections only is computed once for a plan; what depends on variables is read for each request.</summary>
public sealed class LookAheadMemoTests
{
    private int _computed;

    private IRequestExecutor Server() => Executor(schema =>
    {
        Func<IResolverContext, string> compute = context =>
        {
            _computed++;
            return context.IsSelected("name") ? "name" : "no name";
        };
        schema.Query().Sync("pets", TypeReference.Of<Pet>().List(), _ => new Pet[] { new("Rex"), new("Tom") });
        schema.Object<Pet>("Pet")
            .Member<Pet>("name", Text, p => p.Name)
            .Sync("friend", TypeReference.Of<Pet>(), c => new Pet(c.GetOrAddLookAhead(compute)))
            .Sync(
                "written",
                Text,
                c => c.ArgumentLiteral<IValueNode>("a") is var literal && literal is ListValueNode list ? string.Join(',', list.Items) : literal.ToString(),
                Argument("a", Text.List(), (string[])["default"]));
    });

    private sealed record Pet(string Name);

    [Fact]
    public async Task GetOrAddLookAhead_Should_ComputeOnce_When_ObjectsAndRequestsShareASelection()
    {
        var server = Server();

        (await server.RunAsync("{ pets { friend { name } } }")).ShouldBe("""{"data":{"pets":[{"friend":{"name":"name"}},{"friend":{"name":"name"}}]}}""");
        await server.RunAsync("{ pets { friend { name } } }");
        _computed.ShouldBe(1);
        await server.RunAsync("{ pets { friend { __typename } } }");
        _computed.ShouldBe(2);
    }

    [Fact]
    public async Task GetOrAddLookAhead_Should_ComputeAgain_When_AConditionChanges()
    {
        var server = Server();
        const string Document = "query ($short: Boolean!) { pets { friend { __typename again: friend { __typename } name @skip(if: $short) } } }";

        await server.RunAsync(Document, """{"short":true}""");
        var computed = _computed;
        (await server.RunAsync(Document, """{"short":false}""")).ShouldContain("\"name\":\"name\"");
        _computed.ShouldBe(2 * computed);
    }

    [Theory]
    [InlineData("written(a: [\"x\", $v])", """{"v":"1"}""", "\\\"x\\\",\\\"1\\\"")]
    [InlineData("written(a: [\"x\", $v])", """{"v":"2"}""", "\\\"x\\\",\\\"2\\\"")]
    [InlineData("written(a: [\"x\", $v])", "{}", "\\\"x\\\",null")]
    [InlineData("written(a: $all)", "{}", "\\\"default\\\"")]
    [InlineData("written(a: $all)", """{"all":["y"]}""", "\\\"y\\\"")]
    [InlineData("written(a: null)", "{}", "null")]
    [InlineData("written", "{}", "\\\"default\\\"")]
    public async Task ArgumentLiteral_Should_HaveTheVariablesOfTheRequest_When_ThePlanIsShared(string field, string variables, string expected)
    {
        var server = Server();
        var document = $"query ($v: String, $all: [String]) {{ pets {{ {field} }} unused: pets {{ v: written(a: [$v]) all: written(a: $all) }} }}";

        await server.RunAsync(document, """{"v":"other","all":["other"]}""");

        (await server.RunAsync(document, variables)).ShouldStartWith($$"""{"data":{"pets":[{"written":"{{expected}}"}""");
    }
}
