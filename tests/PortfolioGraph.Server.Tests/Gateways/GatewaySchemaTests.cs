using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Gateways;

/// <summary>The checked-in schemas for gateways belong to the served schema. With UPDATE_SCHEMA=true they are written again.</summary>
[DiffersOnHotChocolate("it prints the same schema as different text")]
public sealed class GatewaySchemaTests
{
    private const string UpdateSetting = "UPDATE_SCHEMA";
    private const string Hint = $"Write it again: {UpdateSetting}=true dotnet test tests/PortfolioGraph.Server.Tests --filter GatewaySchemaTests";

    [Fact]
    public async Task FederationSchema_Should_MatchTheCheckedInFile_When_AGatewayReadsIt()
    {
        await using var graph = await GraphServer.StartAsync();

        var served = (await graph.QueryAsync("{ _service { sdl } }")).ShouldHaveNoErrors()["_service.sdl"].GetString()!;

        await ShouldMatchAsync(served, "portfolio.federation.graphql");
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task FusionSchema_Should_BeThePublicSchema_When_Compared() =>
        await ShouldMatchAsync(await File.ReadAllTextAsync(RepositoryRoot.Combine("schema", "portfolio.graphql")), "fusion", "schema.graphqls");

    [Fact]
    public async Task FusionExtensions_Should_RepeatFieldsOfTheSchema_When_TheyAddDirectives()
    {
        await using var graph = await GraphServer.StartAsync();
        var schema = graph.Services.GetRequiredService<IRequestExecutor>().Schema;
        var extensions = Utf8GraphQLParser.Parse(await File.ReadAllTextAsync(RepositoryRoot.Combine("schema", "fusion", "schema-extensions.graphqls"))).Definitions.Cast<ObjectTypeExtensionNode>().ToList();

        foreach (var extension in extensions)
        {
            var type = (ComplexType)schema.Types[extension.Name.Value];
            foreach (var extended in extension.Fields)
            {
                var field = type.Fields[extended.Name.Value];
                extended.Type.ToString().ShouldBe(field.Type.ToString());
                extended.Arguments.Select(argument => $"{argument.Name.Value}: {argument.Type}").ShouldBe(field.Arguments.Select(argument => $"{argument.Name}: {argument.Type}"));
                // A lookup that finds nothing must be able to return null.
                if (extended.Directives.Any(directive => directive.Name.Value == "lookup"))
                    field.Type.ShouldNotBeOfType<NonNullType>();
            }

            foreach (var key in extension.Directives.Where(directive => directive.Name.Value == "key"))
                ((StringValueNode)key.Arguments[0].Value).Value.Split(' ').ShouldAllBe(name => type.Fields.Contains(name));
        }

        extensions.Select(extension => extension.Name.Value).ShouldContain("Wallet");
    }

    [Fact]
    public async Task Federation_Should_BeAbsent_When_TheSettingIsOff()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Federation"] = "false" });

        var response = await graph.QueryAsync("{ _service { sdl } }");
        var types = await graph.QueryAsync("{ __schema { types { name } queryType { fields { name } } directives { name } } }");

        response.Codes.ShouldBe(["GRAPHQL_VALIDATION_FAILED"]);
        types.Body.GetRawText().ShouldNotContain("_Any");
        types.Body.GetRawText().ShouldNotContain("_entities");
        types.Body.GetRawText().ShouldNotContain("shareable");
        types.Body.GetRawText().ShouldContain("walletsByKey");
    }

    private static async Task ShouldMatchAsync(string expected, params string[] file)
    {
        var path = RepositoryRoot.Combine(["schema", .. file]);
        if (Environment.GetEnvironmentVariable(UpdateSetting) == "true")
            await File.WriteAllTextAsync(path, expected);
        (await File.ReadAllTextAsync(path)).ShouldBe(expected, Hint);
    }
}
