using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Clients;

/// <summary>The checked-in files for GraphQL clients belong to the served schema. With UPDATE_SCHEMA=true they are written again.</summary>
public sealed class ClientFileTests
{
    private const string UpdateSetting = "UPDATE_SCHEMA";
    private const string Hint = $"Write it again: {UpdateSetting}=true dotnet test tests/PortfolioGraph.Server.Tests --filter ClientFileTests";

    [Fact]
    public async Task Files_Should_MatchTheServedSchema_When_TheyAreCheckedIn()
    {
        foreach (var (name, expected) in ClientFiles.Write(await ReadSchemaAsync()))
        {
            var path = RepositoryRoot.Combine("schema", "clients", name);
            if (Environment.GetEnvironmentVariable(UpdateSetting) == "true")
                await File.WriteAllTextAsync(path, expected);
            (await File.ReadAllTextAsync(path)).ShouldBe(expected, Hint);
        }
    }

    [Fact]
    public async Task Types_Should_HaveIds_When_TheirObjectsExistByThemselves()
    {
        var schema = await ReadSchemaAsync();

        new[] { "Chain", "ChainHoldings", "CryptoToken", "Portfolio", "Protocol", "ProtocolPosition", "TokenHolding", "Wallet" }
            .ShouldBeSubsetOf(schema.Objects.Where(static type => type.HasId).Select(static type => type.Name));
    }

    // Without the types of Apollo Federation, which only gateways use.
    private static async Task<ClientSchema> ReadSchemaAsync()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Federation"] = "false" });
        return ClientSchema.Read((await graph.QueryAsync(ClientSchema.Query)).ShouldHaveNoErrors()["__schema"]);
    }
}
