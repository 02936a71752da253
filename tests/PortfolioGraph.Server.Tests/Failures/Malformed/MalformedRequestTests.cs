using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>Every malformed request, over a real connection: its status, its code, no call to the data source, nothing of our insides, and a server that answers the next one.</summary>
public sealed class MalformedRequestTests(ListeningServer server) : IClassFixture<ListeningServer>
{
    private static readonly Dictionary<string, MalformedRequest> Rows = new[] { ("HTTP", HttpCases.All), ("body", BodyCases.All), ("operation", OperationCases.All) }
        .SelectMany(area => area.Item2.Select(row => row with { Name = $"{area.Item1}: {row.Name}" }))
        .ToDictionary(row => row.Name);

    public static TheoryData<string> Names => [.. Rows.Values.Where(row => row.OnHotChocolate is null).Select(row => row.Name)];

    public static TheoryData<string> NamesOfThisEngine => [.. Rows.Values.Where(row => row.OnHotChocolate is not null).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Request_Should_BeRefusedAndTheNextAnswered_When_ItIsMalformed(string name) => CheckAsync(name);

    [DiffersOnHotChocolate("each row says what it does")]
    [Theory]
    [MemberData(nameof(NamesOfThisEngine))]
    public Task Request_Should_BeRefusedAndTheNextAnswered_When_OnlyThisEngineRefusesItSo(string name) => CheckAsync(name);

    [Fact]
    public void Rows_Should_BeManyAndDifferent_When_TheyAreCounted() => Rows.Count.ShouldBeGreaterThanOrEqualTo(150);

    private async Task CheckAsync(string name)
    {
        var row = Rows[name];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var callsBefore = server.Graph.Calls.Count;

        var answer = await RawResponse.ToAsync(server.Port, row.Bytes, row.IsHalfClosed, patience.Token);

        row.Check(answer);
        server.Graph.Calls.Count.ShouldBe(callsBefore);
        await server.AnswersAsync();
    }
}
