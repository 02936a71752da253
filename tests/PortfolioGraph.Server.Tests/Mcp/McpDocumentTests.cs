using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Mcp;

/// <summary>The operations of <c>Server:TrustedDocuments</c> are tools like those of the build.</summary>
public sealed class McpDocumentTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Tool_Should_BeDescribedByTheSchema_When_ItsDocumentHasNoComment()
    {
        Write("ValueOfAll.graphql", "query ValueOfAll($addresses: [Address!]!) { portfolio(addresses: $addresses) { valueUsd } }");
        await using var graph = await StartAsync();
        await using var client = await McpGraph.ConnectAsync(graph);

        var tool = (await client.ListToolsAsync()).Single(static tool => tool.Name == "ValueOfAll");

        tool.Description.ShouldStartWith("Several wallets treated as one.");
        tool.ProtocolTool.Title.ShouldBe("Value of all");
    }

    [Theory]
    [InlineData("# import \"./other.graphql\"\n# The value.\n", "The value.")]
    [InlineData("#import './other.graphql'\n", "Several wallets treated as one.")]
    public async Task Tool_Should_NotBeDescribedByAnImport_When_ItsDocumentStartsWithOne(string comment, string description)
    {
        Write("ValueOfAll.graphql", comment + "query ValueOfAll($addresses: [Address!]!) { portfolio(addresses: $addresses) { valueUsd } }");
        await using var graph = await StartAsync();
        await using var client = await McpGraph.ConnectAsync(graph);

        (await client.ListToolsAsync()).Single(static tool => tool.Name == "ValueOfAll").Description.ShouldStartWith(description);
    }

    [Fact]
    public async Task Argument_Should_BeDescribed_When_ItIsAnItemOfAList()
    {
        Write("One.graphql", "query One($address: Address!) { portfolio(addresses: [$address]) { valueUsd } }");
        await using var graph = await StartAsync();
        await using var client = await McpGraph.ConnectAsync(graph);

        var address = (await client.ListToolsAsync()).Single(static tool => tool.Name == "One").ProtocolTool.InputSchema.GetProperty("properties").GetProperty("address");

        address.GetProperty("description").GetString().ShouldStartWith("The accounts' addresses");
        address.TryGetProperty("maxItems", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Tool_Should_DescribeInputObjects_When_AVariableIsAFilter()
    {
        Write("Filtered.graphql", "query Filtered($address: Address!, $where: TokenHoldingFilterInput, $ids: [ID!] = []) { wallet(address: $address) { tokens(where: $where) { totalCount } } nodes(ids: $ids) { id } }");
        await using var graph = await StartAsync();
        await using var client = await McpGraph.ConnectAsync(graph);

        var schema = (await client.ListToolsAsync()).Single(static tool => tool.Name == "Filtered").ProtocolTool.InputSchema;
        var result = await client.CallToolAsync("Filtered", McpGraph.ArgumentsOf(new { address = SandboxPersonas.Typical, where = new { token = new { symbol = new { eq = "ETH" } } } }));

        schema.GetProperty("properties").GetProperty("where").GetProperty("$ref").GetString().ShouldBe("#/$defs/TokenHoldingFilterInput");
        schema.GetProperty("properties").GetProperty("ids").GetProperty("default").GetArrayLength().ShouldBe(0);
        schema.GetProperty("required").EnumerateArray().Select(static name => name.GetString()).ShouldBe(["address"]);
        foreach (var reference in ReferencesIn(schema))
            schema.GetProperty("$defs").TryGetProperty(reference["#/$defs/".Length..], out _).ShouldBeTrue(reference);
        McpGraph.ResponseOf(result).GetProperty("data").GetProperty("wallet").GetProperty("tokens").GetProperty("totalCount").GetInt32().ShouldBeGreaterThan(0);
    }

    [DiffersOnHotChocolate("it rejects @defer if the client accepts only JSON")]
    [Fact]
    public async Task Response_Should_BeWhole_When_TheDocumentDefersAPart()
    {
        Write("Deferred.graphql", "query Deferred($address: Address!) { wallet(address: $address) { valueUsd ... @defer { tokens { totalCount } } } }");
        await using var graph = await StartAsync();
        await using var client = await McpGraph.ConnectAsync(graph);

        var response = McpGraph.ResponseOf(await client.CallToolAsync("Deferred", McpGraph.ArgumentsOf(new { address = SandboxPersonas.Typical })));

        response.GetProperty("data").GetProperty("wallet").GetProperty("tokens").GetProperty("totalCount").GetInt32().ShouldBe(17);
        response.TryGetProperty("hasNext", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Tool_Should_RunTheDocumentThatWasReadLast_When_SeveralHaveItsName()
    {
        Write("manifest.json", """{"one":"query WalletChart($address: Address!) { wallet(address: $address) { address } }","two":"query A { __typename } query B { chains { name } }","three":"subscription C { portfolioChanged(addresses: [\"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\"]) { valueUsd } }"}""");
        await using var graph = await StartAsync();
        await using var client = await McpGraph.ConnectAsync(graph);

        var names = (await client.ListToolsAsync()).Select(static tool => tool.Name).ToList();
        var chart = await client.CallToolAsync("WalletChart", McpGraph.ArgumentsOf(new { address = SandboxPersonas.Golden }));
        var chains = await client.CallToolAsync("B");

        names.Count(static name => name == "WalletChart").ShouldBe(1);
        names.ShouldContain("A");
        names.ShouldNotContain("C");
        McpGraph.ResponseOf(chart).GetProperty("data").GetProperty("wallet").EnumerateObject().Select(static field => field.Name).ShouldBe(["address"]);
        McpGraph.ResponseOf(chains).GetProperty("data").GetProperty("chains").GetArrayLength().ShouldBeGreaterThan(0);
        graph.Logs.Lines.Count(static line => line.Contains("WalletChart", StringComparison.Ordinal) && line.Contains("manifest.json", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Call_Should_ReturnAnError_When_EveryRootFieldIsNull()
    {
        Write("Lists.graphql", "query Lists { chains { name } protocols { name } }");
        await using var graph = await StartAsync();
        await using var client = await McpGraph.ConnectAsync(graph);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 503 });

        var result = await client.CallToolAsync("Lists");

        result.IsError.ShouldBe(true);
        McpGraph.ResponseOf(result).GetProperty("data").EnumerateObject().Select(static field => (field.Name, field.Value.ValueKind)).ShouldBe([("chains", JsonValueKind.Null), ("protocols", JsonValueKind.Null)]);
        McpGraph.CodesOf(result).ShouldBe(["UPSTREAM_UNAVAILABLE", "UPSTREAM_UNAVAILABLE"]);
    }

    private static IEnumerable<string> ReferencesIn(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(static member => member.NameEquals("$ref") ? [member.Value.GetString()!] : ReferencesIn(member.Value)),
        JsonValueKind.Array => schema.EnumerateArray().SelectMany(ReferencesIn),
        _ => [],
    };

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.FullName, file), text);

    private Task<GraphServer> StartAsync() => GraphServer.StartAsync(McpGraph.With(("Server:TrustedDocuments", _folder.FullName)));
}
