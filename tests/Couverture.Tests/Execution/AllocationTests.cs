using System.Buffers;
using Couverture.Execution;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>A warm query allocates in proportion to its response. Other allocations do not depend on the size of the document.</summary>
public sealed class AllocationTests
{
    private sealed record Row(int Id, string Name, DayOfWeek Day, bool IsOpen);

    private static readonly Row[] Rows = [.. Enumerable.Range(0, 10_000).Select(i => new Row(i, "name", (DayOfWeek)(i % 7), i % 2 == 0))];

    private readonly ArrayBufferWriter<byte> _response = new(1 << 21);

    private readonly IRequestExecutor _server = Executor(schema =>
    {
        schema.Query().Sync(
            "rows",
            TypeReference.Of<Row>().NonNull().List(),
            c => new ArraySegment<Row>(Rows, 0, c.Argument<int>(0)),
            Argument("count", Number.NonNull()));
        var days = schema.Enum<DayOfWeek>("Day");
        foreach (var day in Enum.GetValues<DayOfWeek>())
            days.Values.Add(new EnumValueDefinition($"{day}", day));
        schema.Object<Row>("Row")
            .Member<Row>("id", Number.NonNull(), r => r.Id)
            .Member<Row>("name", Text, r => r.Name)
            .Member<Row>("day", TypeReference.Of<DayOfWeek>(), r => r.Day)
            .Member<Row>("isOpen", TypeReference.Of<bool>(), r => r.IsOpen)
            .Sync("plain", Text, c => c.Parent<Row>().Name)
            .Async("later", Text, c => new ValueTask<object?>(c.Parent<Row>().Name));
    });

    private async Task<(long Allocated, int Size)> MeasureAsync(string document, int rows)
    {
        var request = Request(document, $$"""{"count":{{rows}}}""");
        await RunAsync();
        await RunAsync();
        return await RunAsync();

        async Task<(long Allocated, int Size)> RunAsync()
        {
            _response.ResetWrittenCount();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var running = _server.ExecuteAsync(request);
            // No resolver is asynchronous, so the whole query ran on this thread.
            running.IsCompleted.ShouldBeTrue();
            (await running).WriteTo(_response);
            return (GC.GetAllocatedBytesForCurrentThread() - before, _response.WrittenCount);
        }
    }

    [Theory]
    [InlineData("id name day isOpen")]
    [InlineData("plain later")]
    public async Task Execute_Should_AllocateTenTimesAsMuch_When_ResponseIsTenTimesAsLong(string fields)
    {
        var document = $"query ($count: Int!) {{ rows(count: $count) {{ {fields} }} }}";

        var once = await MeasureAsync(document, 1_000);
        var tenfold = await MeasureAsync(document, 10_000);

        ((double)tenfold.Size / once.Size).ShouldBeInRange(9.5, 10.5);
        ((double)tenfold.Allocated / once.Allocated).ShouldBeInRange(8, 10.5);
    }

    [Theory]
    [InlineData("name", 100)]
    [InlineData("id name day isOpen", 250)]
    [InlineData("plain", 350)]
    [InlineData("later", 350)]
    public async Task Execute_Should_AllocateAFewBytesPerField_When_QueryIsWarm(string fields, int bytesPerRow)
    {
        var measured = await MeasureAsync($"query ($count: Int!) {{ rows(count: $count) {{ {fields} }} }}", 10_000);

        (measured.Allocated / 10_000).ShouldBeLessThan(bytesPerRow);
    }

    [Fact]
    public async Task Execute_Should_AllocateTheSame_When_QueryRunsAgain()
    {
        const string Document = "query ($count: Int!) { rows(count: $count) { id name } }";

        var first = await MeasureAsync(Document, 100);
        var second = await MeasureAsync(Document, 100);

        second.Size.ShouldBe(first.Size);
        ((double)second.Allocated / first.Allocated).ShouldBeInRange(0.99, 1.01);
    }
}
