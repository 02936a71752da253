using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Malformed;

/// <summary>
/// The profile Trusted over a real connection: a third of the malformed requests, what graphql-cop asks, and what else only known documents
/// can be given. Each has its status and code, no call to the data source, no word of the schema, and a known document is answered next.
/// </summary>
public sealed class TrustedProfileTests(TrustedServer server) : IClassFixture<TrustedServer>
{
    private static readonly Dictionary<string, MalformedRequest> Rows = TrustedCases.All.ToDictionary(row => row.Name);

    public static TheoryData<string> Names => [.. Rows.Values.Where(row => row.OnHotChocolate is null).Select(row => row.Name)];

    public static TheoryData<string> NamesOfThisEngine => [.. Rows.Values.Where(row => row.OnHotChocolate is not null).Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Request_Should_BeRefusedWithoutAWordOfTheSchema_When_OnlyKnownDocumentsRun(string name) => CheckAsync(name);

    [DiffersOnHotChocolate("each row says what it does")]
    [Theory]
    [MemberData(nameof(NamesOfThisEngine))]
    public Task Request_Should_BeRefusedWithoutAWordOfTheSchema_When_OnlyThisEngineRefusesItSo(string name) => CheckAsync(name);

    private async Task CheckAsync(string name)
    {
        var row = Rows[name];
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var callsBefore = server.Graph.Calls.Count;

        var answer = await RawResponse.ToAsync(server.Port, row.Bytes, row.IsHalfClosed, patience.Token);

        row.Check(answer);
        answer.Text.ShouldNotContain("Did you mean", Case.Insensitive);
        answer.Text.ShouldNotContain("__schema");
        answer.Text.ShouldNotContain("\"types\"");
        answer.Text.ShouldNotContain("<html", Case.Insensitive);
        server.Graph.Calls.Count.ShouldBe(callsBefore);
        await KnownDocumentIsAnsweredAsync();
    }

    [Theory]
    [InlineData("""{"id":"ID","query":"","variables":VARIABLES}""")]
    [InlineData("""{"documentId":"ID","query":"","operationName":"","variables":VARIABLES}""")]
    [InlineData("""{"query":"","extensions":{"persistedQuery":{"version":1,"sha256Hash":"ID"}},"variables":VARIABLES}""")]
    public async Task KnownDocument_Should_Run_When_AnEmptyTextIsBesideItsId(string body)
    {
        using var content = new StringContent(
            body.Replace("ID", TrustedDocument.IdOf("WalletOverview"), StringComparison.Ordinal).Replace("VARIABLES", $$"""{"address":"{{Wallets.Typical}}"}""", StringComparison.Ordinal),
            Encoding.UTF8,
            "application/json");

        using var response = await server.Graph.Client.PostAsync("/graphql", content);

        new GraphResponse(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement).Good().Number("wallet.valueUsd").ShouldBePositive();
    }

    [Fact]
    public async Task Socket_Should_RunKnownDocumentsOnly_When_AnythingIsAskedOnIt()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/graphql"), patience.Token);
        var known = TrustedDocument.IdOf("WalletChart");

        List<string> answers = [];
        foreach (var message in new object[]
        {
            new { type = "connection_init" },
            new { id = "1", type = "subscribe", payload = new { query = "{ __schema { types { name } } }" } },
            new { id = "2", type = "subscribe", payload = new { query = "{ walet { valueUsd } }" } },
            new { id = "3", type = "subscribe", payload = new { documentId = known, variables = new { address = Wallets.Typical, range = "ONE_YAER" } } },
            new { id = "4", type = "subscribe", payload = new { documentId = known, variables = new { address = Wallets.Typical } } },
        })
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            var text = new StringBuilder();
            var (buffer, received) = (new byte[4096], default(WebSocketReceiveResult));
            while (received is not { EndOfMessage: true })
            {
                received = await socket.ReceiveAsync(buffer, patience.Token);
                text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            }
            answers.Add(text.ToString());
        }

        answers[1].ShouldContain("DOCUMENT_NOT_TRUSTED");
        answers[2].ShouldContain("DOCUMENT_NOT_TRUSTED");
        answers[3].ShouldContain("GRAPHQL_VARIABLE_INVALID");
        answers.ShouldAllBe(answer => !answer.Contains("Did you mean", StringComparison.OrdinalIgnoreCase));
        answers[4].ShouldStartWith("""{"id":"4","type":"next","payload":{"data":{"wallet":""");
    }

    [Fact]
    public void Rows_Should_BeAThirdAndMore_When_TheyAreCounted()
    {
        var all = HttpCases.All.Concat(BodyCases.All).Concat(OperationCases.All).Count();

        Rows.Count.ShouldBeGreaterThanOrEqualTo((all / 3) + 13 + 40);
        TrustedCases.Named.ShouldBeSubsetOf(Rows.Keys);
    }

    private async Task KnownDocumentIsAnsweredAsync()
    {
        using var response = await server.Graph.Client.PostAsJsonAsync("/graphql", new { documentId = TrustedDocument.IdOf("WalletOverview"), variables = new { address = Wallets.Typical } });
        var answer = new GraphResponse(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Good().Number("wallet.valueUsd").ShouldBePositive();
    }
}
