using Couverture.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>A response reports a limited number of field errors, always the same ones, and its data does not change.</summary>
public sealed class FieldErrorLimitTests
{
    private sealed record Item(int Number);

    /// <summary>Creates a server with items whose field fails. With asynchronous fields, later items fail earlier.</summary>
    private static IRequestExecutor Server(int limit, int waits = 0) => Executor(
        schema =>
        {
            schema.Options.EnableDefer = true;
            schema.Query()
                .Sync("items", TypeReference.Of<Item>().NonNull().List(), c => Enumerable.Range(0, c.Argument<int>(0)).Select(i => new Item(i)).ToArray(), Argument("count", Number.NonNull()))
                .Sync("one", TypeReference.Of<Item>(), _ => new Item(0));
            schema.Object<Item>("Item").Async("fails", Text, async c =>
            {
                for (var i = 0; i < waits - c.Parent<Item>().Number; i++)
                    await Task.Yield();
                throw new GraphQLException(ErrorBuilder.New().SetMessage($"No {c.Parent<Item>().Number}.").Build());
            });
        },
        builder => builder.ModifyRequestOptions(options => options.MaxFieldErrors = limit));

    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    public async Task Execute_Should_ReportEveryError_When_ErrorsAreWithinTheLimit(int count)
    {
        var result = await Server(limit: 4).ExecuteAsync(Request($"{{ items(count: {count}) {{ fails }} }}"));

        result.Errors.Select(e => e.Message).ShouldBe(Enumerable.Range(0, count).Select(i => $"No {i}."));
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(9, 0)]
    [InlineData(5, 5)]
    [InlineData(100, 100)]
    public async Task Execute_Should_ReportFirstErrorsAndThatThereAreMore_When_ErrorsExceedTheLimit(int count, int waits)
    {
        var result = await Server(limit: 4, waits).ExecuteAsync(Request($"{{ items(count: {count}) {{ fails }} }}"));

        result.Kind.ShouldBe(OperationResultKind.Executed);
        result.Errors.Take(4).Select(e => e.Message).ShouldBe(["No 0.", "No 1.", "No 2.", "No 3."]);
        result.Errors.Count.ShouldBe(5);
        (result.Errors[4].Code, result.Errors[4].Message, result.Errors[4].Path).ShouldBe((ErrorCodes.LimitExceeded, "There are more than 4 errors (MaxFieldErrors).", null));
        result.ToJson().ShouldEndWith($$$""","data":{"items":[{{{string.Join(",", Enumerable.Repeat("""{"fails":null}""", count))}}}]}}""");
    }

    [Fact]
    public async Task Execute_Should_LimitEachPartSeparately_When_ResponseIsIncremental()
    {
        var responses = new List<string>();

        await foreach (var result in await Server(limit: 1).StreamAsync(Request("{ items(count: 2) { fails } ... @defer { one { fails } } }")))
            responses.Add(result.ToJson());

        responses.Count.ShouldBe(2);
        responses[0].ShouldStartWith("""{"errors":[{"message":"No 0.","locations":[{"line":1,"column":21}],"path":["items",0,"fails"]},{"message":"There are more than 1 errors (MaxFieldErrors).","extensions":{"code":"LIMIT_EXCEEDED"}}],"data":""");
        responses[1].ShouldContain("""
            "errors":[{"message":"No 0.","locations":[{"line":1,"column":48}],"path":["one","fails"]}]
            """);
    }
}
