using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>
/// Sends every malformed request over a real connection. The response has the expected status and code and no implementation details, the upstream receives no call, and
/// the server handles the next request.
/// </summary>
public sealed class MalformedRequestTests(ListeningServer server) : IClassFixture<ListeningServer>
{
    private static readonly Dictionary<string, MalformedRequest> Cases = new[] { ("HTTP", HttpCases.All), ("body", BodyCases.All), ("operation", OperationCases.All) }
        .SelectMany(area => area.Item2.Select(testCase => testCase with { Name = $"{area.Item1}: {testCase.Name}" }))
        .ToDictionary(testCase => testCase.Name);

    public static TheoryData<string> Names => [.. Cases.Values.Where(testCase => testCase.OnHotChocolate is null).Select(testCase => testCase.Name)];

    public static TheoryData<string> NamesOnCouverture => [.. Cases.Values.Where(testCase => testCase.OnHotChocolate is not null).Select(testCase => testCase.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Server_Should_RejectTheRequestAndContinue_When_ItIsMalformed(string name) => CheckAsync(name);

    [DiffersOnHotChocolate("each case says how")]
    [Theory]
    [MemberData(nameof(NamesOnCouverture))]
    public Task Server_Should_RejectTheRequestAndContinue_When_HotChocolateRejectsItDifferently(string name) => CheckAsync(name);

    [Fact]
    public void Cases_Should_BeAtLeast150_When_TheyAreCounted() => Cases.Count.ShouldBeGreaterThanOrEqualTo(150);

    private async Task CheckAsync(string name)
    {
        var testCase = Cases[name];
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var callsBefore = server.Graph.Calls.Count;

        var response = await RawResponse.SendAsync(server.Port, testCase.Bytes, testCase.IsHalfClosed, timeout.Token);

        testCase.Check(response);
        server.Graph.Calls.Count.ShouldBe(callsBefore);
        await server.CheckRespondsAsync();
    }
}
