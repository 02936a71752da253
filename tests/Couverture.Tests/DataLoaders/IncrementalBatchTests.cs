using Couverture.Tests.Execution;
using Couverture.Tests.Execution.Incremental;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.DataLoaders;

/// <summary>Loaders in deferred and streamed parts. Parts that run together share batches, and no key is loaded twice.</summary>
public sealed class IncrementalBatchTests
{
    private readonly IncrementalGraph _graph = new();

    [Theory]
    [InlineData("{ nodes(count: 5) { id ... @defer { loaded } } }", "1,2,3,4,5")]
    [InlineData("{ nodes(count: 3) { loaded ... @defer { node { node { node { node { loaded } } } } } } }", "1,2,3", "5,6,7")]
    [InlineData("{ loaded ... @defer { again: loaded nodes(count: 1) { loaded } } }", "0", "1")]
    [InlineData("{ ... @defer { loaded } ... @defer { node { loaded } } nodes(count: 2) { loaded } }", "1,2", "0")]
    [InlineData("{ nodes(count: 4) @stream(initialCount: 1) { loaded } }", "1", "2,3,4")]
    [InlineData("{ nodes(count: 2) @stream { nodes(count: 2) @stream { loaded } } }", "2,3,4")]
    [InlineData("mutation { change(to: 1) { loaded ... @defer { node { loaded } } } b: change(to: 5) { loaded ... @defer { node { loaded } } } }", "1", "5", "2,6")]
    public async Task Load_Should_BatchPartsTogether_When_PartsAreDeliveredLater(string document, params string[] batches)
    {
        (await _graph.PayloadsAsync(document)).ShouldNotContain("errors");

        _graph.Batches.ShouldBe(batches);
    }

    [Fact]
    public async Task Load_Should_LoadEachKeyOnce_When_ThousandsOfPartsRequestKeys()
    {
        await _graph.PayloadsAsync("{ nodes(count: 10000) @stream(initialCount: 10) { ... @defer { loaded } again: loaded } }");

        _graph.Batches.SelectMany(batch => batch.Split(',')).ShouldBeUnique();
        _graph.Batches.Select(batch => batch.Split(',').Length).ShouldBe([10, .. Enumerable.Repeat(1024, 9), 774]);
    }

    [Fact]
    public async Task Load_Should_FailPartOnly_When_ItsBatchFails()
    {
        var results = await ResultsAsync(
            "{ loaded ... @defer { node { loaded } id } }",
            (keys, _) => keys.Contains(1)
                ? throw new GraphQLException(ErrorBuilder.New().SetMessage("Down.").SetCode("DOWN").Build())
                : Task.FromResult<IReadOnlyDictionary<int, string>>(keys.ToDictionary(key => key, key => $"v{key}")));

        results[0].ShouldStartWith("""{"data":{"loaded":"v0"},"pending":""");
        results[1].ShouldStartWith("""{"incremental":[{"id":"0","errors":[{"message":"Down.",""");
        results[1].ShouldContain("""["node","loaded"],"extensions":{"code":"DOWN"}}],"data":{"node":{"loaded":null},"id":0}}]""");
        results.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Load_Should_CancelBatchOfPart_When_ClientDisconnects()
    {
        using var client = new CancellationTokenSource();
        var started = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = ResultsAsync(
            "{ id ... @defer { loaded } }",
            async (keys, token) =>
            {
                started.SetResult(token);
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return new Dictionary<int, string>();
            },
            client.Token);
        var token = await started.Task;

        await client.CancelAsync();

        token.IsCancellationRequested.ShouldBeTrue();
        await Should.ThrowAsync<OperationCanceledException>(reading);
    }

    [Fact]
    public async Task Load_Should_FormTheSameBatches_When_OperationRunsAgain()
    {
        const string Document = "{ loaded nodes(count: 20) @stream(initialCount: 3) { loaded nodeLater { ... @defer { loaded nodes { loaded } } } } ... @defer { later node { loaded } } }";
        await _graph.PayloadsAsync(Document);
        var batches = _graph.Batches.ToArray();

        for (var run = 0; run < 100; run++)
        {
            _graph.Batches.Clear();
            await Task.Run(() => _graph.PayloadsAsync(Document));
            _graph.Batches.ShouldBe(batches);
        }
    }

    private async Task<List<string>> ResultsAsync(
        string document,
        Func<IReadOnlyList<int>, CancellationToken, Task<IReadOnlyDictionary<int, string>>> load,
        CancellationToken cancellationToken = default)
    {
        var executor = _graph.Executor(builder => builder.AddDataLoader((_, scheduler, options) => new RecordingLoader(scheduler, options, _graph.Batches, load)));
        var results = new List<string>();
        await foreach (var result in (await executor.StreamAsync(Request(document), cancellationToken)).WithCancellation(cancellationToken))
            results.Add(result.ToJson());
        return results;
    }
}
