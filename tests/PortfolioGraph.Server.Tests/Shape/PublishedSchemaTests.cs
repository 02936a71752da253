using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>The checked-in schema is the served schema, and it follows its own rules.</summary>
public sealed class PublishedSchemaTests
{
    [DiffersOnHotChocolate("it prints the same schema as different text")]
    [Fact]
    public async Task Schema_Should_MatchTheCheckedInFile_When_ItIsServed()
    {
        await using var graph = await GraphServer.StartAsync();

        var served = await graph.Client.GetStringAsync("/graphql?sdl");

        var checkedIn = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "schema", "portfolio.graphql"));
        served.ShouldBe(
            checkedIn,
            "schema/portfolio.graphql differs from the served schema. Export it again: dotnet run --project src/PortfolioGraph.Server -- schema export --output ../../schema/portfolio.graphql");
    }

    [Fact]
    public async Task Everything_Should_BeDescribed_When_TheSchemaIsIntrospected()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            """
            { __schema { types { name kind description
                fields { name description args { name description } }
                inputFields { name description }
                enumValues { name description } } } }
            """);

        var missing = response.ShouldHaveNoErrors()["__schema.types"].EnumerateArray()
            .Where(t => !t.GetProperty("name").GetString()!.StartsWith("__", StringComparison.Ordinal))
            .SelectMany(Undescribed);
        missing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Schema_Should_NotNameItsUpstream_When_ItIsServed()
    {
        await using var graph = await GraphServer.StartAsync();

        var served = await graph.Client.GetStringAsync("/graphql?sdl");

        foreach (var word in new[] { "v4", "v5", "1inch", "erc20/", "snapshot", "overview", "current_value" })
            served.ShouldNotContain(word, Case.Insensitive);
    }

    private static IEnumerable<string> Undescribed(System.Text.Json.JsonElement type)
    {
        var name = type.GetProperty("name").GetString();
        if (IsMissing(type))
            yield return name!;
        foreach (var kind in new[] { "fields", "inputFields", "enumValues" })
        {
            if (type.GetProperty(kind).ValueKind == System.Text.Json.JsonValueKind.Null)
                continue;
            foreach (var member in type.GetProperty(kind).EnumerateArray())
            {
                if (IsMissing(member))
                    yield return $"{name}.{member.GetProperty("name")}";
                if (!member.TryGetProperty("args", out var arguments))
                    continue;
                foreach (var argument in arguments.EnumerateArray().Where(IsMissing))
                    yield return $"{name}.{member.GetProperty("name")}({argument.GetProperty("name")}:)";
            }
        }

        static bool IsMissing(System.Text.Json.JsonElement member) => string.IsNullOrEmpty(member.GetProperty("description").GetString());
    }
}
