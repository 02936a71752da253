using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>
/// The profile Trusted over a real connection: a third of the malformed requests, the checks of graphql-cop, and invalid requests for trusted documents. Each response
/// has the expected status and code and does not reveal the schema. The upstream receives no call, and the server then runs a trusted document.
/// </summary>
public sealed class TrustedProfileTests(TrustedServer server) : IClassFixture<TrustedServer>
{
    private static readonly Dictionary<string, MalformedRequest> Cases = TrustedCases.All.ToDictionary(testCase => testCase.Name);

    public static TheoryData<string> Names => [.. Cases.Values.Where(testCase => testCase.OnHotChocolate is null).Select(testCase => testCase.Name)];

    public static TheoryData<string> NamesOnCouverture => [.. Cases.Values.Where(testCase => testCase.OnHotChocolate is not null).Select(testCase => testCase.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Server_Should_RejectTheRequestWithoutRevealingTheSchema_When_OnlyTrustedDocumentsRun(string name) => CheckAsync(name);

    [DiffersOnHotChocolate("each case says how")]
    [Theory]
    [MemberData(nameof(NamesOnCouverture))]
    public Task Server_Should_RejectTheRequestWithoutRevealingTheSchema_When_HotChocolateRejectsItDifferently(string name) => CheckAsync(name);

    private async Task CheckAsync(string name)
    {
        var testCase = Cases[name];
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var callsBefore = server.Graph.Calls.Count;

        var response = await RawResponse.SendAsync(server.Port, testCase.Bytes, testCase.IsHalfClosed, timeout.Token);

        testCase.Check(response);
        response.Text.ShouldNotContain("Did you mean", Case.Insensitive);
        response.Text.ShouldNotContain("__schema");
        response.Text.ShouldNotContain("\"types\"");
        response.Text.ShouldNotContain("<html", Case.Insensitive);
        server.Graph.Calls.Count.ShouldBe(callsBefore);
        await CheckTrustedDocumentRunsAsync();
    }

    [Theory]
    [InlineData("""{"id":"ID","query":"","variables":VARIABLES}""")]
    [InlineData("""{"documentId":"ID","query":"","operationName":"","variables":VARIABLES}""")]
    [InlineData("""{"query":"","extensions":{"persistedQuery":{"version":1,"sha256Hash":"ID"}},"variables":VARIABLES}""")]
    public async Task TrustedDocument_Should_Run_When_AnEmptyTextIsSentWithItsId(string body)
    {
        using var content = new StringContent(
            body.Replace("ID", TrustedDocument.IdOf("WalletOverview"), StringComparison.Ordinal).Replace("VARIABLES", $$"""{"address":"{{Wallets.Typical}}"}""", StringComparison.Ordinal),
            Encoding.UTF8,
            "application/json");

        using var response = await server.Graph.Client.PostAsync("/graphql", content);

        new GraphResponse(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement).ShouldHaveNoErrors().Number("wallet.valueUsd").ShouldBePositive();
    }

    [Fact]
    public async Task Socket_Should_RunTrustedDocumentsOnly_When_OtherDocumentsAreSent()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/graphql"), timeout.Token);
        var documentId = TrustedDocument.IdOf("WalletChart");

        List<string> responses = [];
        foreach (var message in new object[]
        {
            new { type = "connection_init" },
            new { id = "1", type = "subscribe", payload = new { query = "{ __schema { types { name } } }" } },
            new { id = "2", type = "subscribe", payload = new { query = "{ walet { valueUsd } }" } },
            new { id = "3", type = "subscribe", payload = new { documentId, variables = new { address = Wallets.Typical, range = "ONE_YAER" } } },
            new { id = "4", type = "subscribe", payload = new { documentId, variables = new { address = Wallets.Typical } } },
        })
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
            var text = new StringBuilder();
            var (buffer, received) = (new byte[4096], default(WebSocketReceiveResult));
            while (received is not { EndOfMessage: true })
            {
                received = await socket.ReceiveAsync(buffer, timeout.Token);
                text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            }
            responses.Add(text.ToString());
        }

        responses[1].ShouldContain("DOCUMENT_NOT_TRUSTED");
        responses[2].ShouldContain("DOCUMENT_NOT_TRUSTED");
        responses[3].ShouldContain("GRAPHQL_VARIABLE_INVALID");
        responses.ShouldAllBe(response => !response.Contains("Did you mean", StringComparison.OrdinalIgnoreCase));
        responses[4].ShouldStartWith("""{"id":"4","type":"next","payload":{"data":{"wallet":""");
    }

    [Fact]
    public void Cases_Should_IncludeAThirdOfTheMalformedRequests_When_TheyAreCounted()
    {
        var all = HttpCases.All.Concat(BodyCases.All).Concat(OperationCases.All).Count();

        Cases.Count.ShouldBeGreaterThanOrEqualTo((all / 3) + 13 + 40);
        TrustedCases.OverriddenNames.ShouldBeSubsetOf(Cases.Keys);
    }

    private async Task CheckTrustedDocumentRunsAsync()
    {
        using var response = await server.Graph.Client.PostAsJsonAsync("/graphql", new { documentId = TrustedDocument.IdOf("WalletOverview"), variables = new { address = Wallets.Typical } });
        var graphResponse = new GraphResponse(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        graphResponse.ShouldHaveNoErrors().Number("wallet.valueUsd").ShouldBePositive();
    }
}
