using Couverture.Execution;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>Resolvers with typed tasks, which the execution awaits itself.</summary>
public sealed class AwaitedResolverTests
{
    private static IRequestExecutor Server(Func<ResolverContext, Task<int?>> resolve) => Executor(schema =>
    {
        schema.Query().With("value", Number, new FieldResolver.Awaited<int?>(resolve), Argument("n", Number));
        schema.Query().Sync("other", Number, _ => 1);
    });

    public static TheoryData<string> Kinds => ["completed", "later", "elsewhere"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Execute_Should_WriteTheValue_When_TheTaskCompletes(string kind)
    {
        var server = Server(async context =>
        {
            await CompleteAsync(kind);
            return context.Argument<int?>(0);
        });

        (await server.RunAsync("{ value(n: 2) other }")).ShouldBe("""{"data":{"value":2,"other":1}}""");
        (await server.RunAsync("{ value other }")).ShouldBe("""{"data":{"value":null,"other":1}}""");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Execute_Should_ReportErrorsInTheirOrder_When_TheResolverReportsAndThrows(string kind)
    {
        var server = Server(async context =>
        {
            context.ReportError(new Error("Reported."));
            await CompleteAsync(kind);
            throw new GraphQLException(new Error("Thrown."));
        });

        (await server.RunAsync("{ other value }")).ShouldBe(
            """{"errors":[{"message":"Reported.","locations":[{"line":1,"column":9}],"path":["value"]},{"message":"Thrown.","locations":[{"line":1,"column":9}],"path":["value"]}],"data":{"other":1,"value":null}}""");
    }

    [Fact]
    public async Task Execute_Should_FailTheField_When_TheMethodThrowsOrItsTaskIsCancelled()
    {
        (await Server(_ => throw new GraphQLException(new Error("Before the task."))).RunAsync("{ value other }")).ShouldContain("Before the task.");
        (await Server(_ => Task.FromCanceled<int?>(new CancellationToken(true))).RunAsync("{ value other }")).ShouldEndWith(""","data":{"value":null,"other":1}}""");
    }

    private static Task CompleteAsync(string kind) => kind switch
    {
        "completed" => Task.CompletedTask,
        "later" => YieldAsync(),
        _ => Task.Run(static () => { }),
    };

    private static async Task YieldAsync() => await Task.Yield();
}
