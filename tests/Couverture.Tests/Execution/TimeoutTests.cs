using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

public class TimeoutTests
{
    private sealed record Cat(string Name);

    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _never = new();
    private readonly TaskCompletionSource<CancellationToken> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IRequestExecutor Server() => Executor(
        schema =>
        {
            schema.Query()
                .Sync("fast", Text, _ => "fast")
                .Sync("cats", TypeReference.Of<Cat>().List(), _ => new[] { new Cat("Tom") })
                .Async("stuck", Text, StuckAsync)
                .Async("obedient", Text, async context =>
                {
                    _started.TrySetResult(context.RequestAborted);
                    await _never.Task.WaitAsync(context.RequestAborted);
                    return "never";
                });
            schema.Root(OperationType.Mutation)
                .Async("stuck", Text, StuckAsync)
                .Sync("next", Text, _ => throw new InvalidOperationException("must not run"));
            schema.Object<Cat>("Cat").Member<Cat>("name", Text, c => c.Name).Async("stuck", Text.NonNull(), StuckAsync);
        },
        builder => builder
            .ModifyRequestOptions(o => o.ExecutionTimeout = TimeSpan.FromSeconds(1.5))
            .Services.AddSingleton<TimeProvider>(_time));

    private async ValueTask<object?> StuckAsync(ResolverContext context)
    {
        _started.TrySetResult(context.RequestAborted);
        await _never.Task;
        return "never";
    }

    private static string Late(int column, string path) =>
        $$$"""{"message":"The operation took longer than 1.5 s.","locations":[{"line":1,"column":{{{column}}}}],"path":[{{{path}}}],"extensions":{"code":"GRAPHQL_TIMEOUT"}}""";

    [Theory]
    [InlineData("stuck")]
    [InlineData("obedient")]
    public async Task Execute_Should_KeepFinishedFields_When_OperationTimesOut(string field)
    {
        var running = Server().RunAsync($"{{ fast {field} }}");
        await _started.Task;
        _time.Advance(TimeSpan.FromSeconds(2));

        (await running).ShouldBe($$$"""{"errors":[{{{Late(8, $"\"{field}\"")}}}],"data":{"fast":"fast","{{{field}}}":null}}""");
    }

    [Fact]
    public async Task Execute_Should_PropagateNull_When_NonNullFieldTimesOut()
    {
        var running = Server().RunAsync("{ cats { name stuck } }");
        await _started.Task;
        _time.Advance(TimeSpan.FromSeconds(2));

        (await running).ShouldBe($$$"""{"errors":[{{{Late(15, "\"cats\",0,\"stuck\"")}}}],"data":{"cats":[null]}}""");
    }

    [Fact]
    public async Task Execute_Should_NotStartNextMutation_When_OperationTimesOut()
    {
        var running = Server().RunAsync("mutation { stuck next }");
        await _started.Task;
        _time.Advance(TimeSpan.FromSeconds(2));

        (await running).ShouldBe($$$"""{"errors":[{{{Late(12, "\"stuck\"")}}},{{{Late(18, "\"next\"")}}}],"data":{"stuck":null,"next":null}}""");
    }

    [Fact]
    public async Task Execute_Should_ThrowAndCancelResolvers_When_ClientDisconnects()
    {
        using var client = new CancellationTokenSource();
        var running = Server().ExecuteAsync(Request("{ stuck }"), client.Token);
        var aborted = await _started.Task;
        aborted.IsCancellationRequested.ShouldBeFalse();

        await client.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
        aborted.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Execute_Should_NotStart_When_ClientAlreadyDisconnected()
    {
        await Should.ThrowAsync<OperationCanceledException>(Server().ExecuteAsync(Request("{ stuck }"), new CancellationToken(canceled: true)));

        _started.Task.IsCompleted.ShouldBeFalse();
    }
}
