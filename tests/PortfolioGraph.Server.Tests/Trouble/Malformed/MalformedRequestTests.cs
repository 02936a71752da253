
namespace PortfolioGraph.Server.Tests.Trouble.Malformed;

/// <summary>Every malformed request, over a real connection: its status, its code, no call to the data source, nothing of our insides, and a server that answers the next one.</summary>
public sealed class MalformedRequestTests(ListeningServer server) : IClassFixture<ListeningServer>
{
    private static readonly Dictionary<string, MalformedRequest> Rows = new[] { ("HTTP", HttpRows.All), ("body", BodyRows.All), ("operation", GraphQLRows.All) }
        .SelectMany(area => area.Item2.Select(row => row with { Name = $"{area.Item1}: {row.Name}" }))
        .ToDictionary(row => row.Name);

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Request_Should_BeRefusedAndTheNextAnswered_When_ItIsMalformed(string name)
    {
        var row = Rows[name];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var callsBefore = server.Graph.Calls.Count;

        var answer = await RawAnswer.ToAsync(server.Port, row.Bytes, row.IsHalfClosed, patience.Token);

        row.Check(answer);
        server.Graph.Calls.Count.ShouldBe(callsBefore);
        await server.AnswersAsync();
    }

    [Fact]
    public void Rows_Should_BeManyAndDifferent_When_TheyAreCounted() => Rows.Count.ShouldBeGreaterThanOrEqualTo(150);
}
