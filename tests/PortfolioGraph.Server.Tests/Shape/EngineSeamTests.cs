using PortfolioGraph.Core;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Types;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>What the code that both engines share must keep to, and this build's engine alone would not miss.</summary>
public sealed class EngineSeamTests
{
    // HotChocolate 15.1 takes the property's field out by its name at the end, and with it the resolver of that name, which replaces the property anyway.
    [Fact]
    public void BindMember_Should_NameAMemberOfAnotherName_When_AResolverReplacesIt()
    {
        var bound = typeof(Query).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttributesData(), (m, a) => (Method: m, Attribute: a))
            .Where(b => b.Attribute.AttributeType.Name == "BindMemberAttribute")
            .ToList();

        bound.ShouldNotBeEmpty();
        bound.Where(b => b.Method.Name == $"Get{b.Attribute.ConstructorArguments[0].Value}")
            .Select(b => $"{b.Method.DeclaringType!.Name}.{b.Method.Name}")
            .ShouldBeEmpty();
    }

    // Without one a field is paged by the indexes of its items, by either engine, and what is held changes between two pages.
    [Fact]
    public void UsePaging_Should_NameAProvider_When_AFieldPages()
    {
        var paged = typeof(Query).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttributesData(), (m, a) => (Method: m, Attribute: a))
            .Where(p => p.Attribute.AttributeType.Name == "UsePagingAttribute")
            .ToList();

        paged.ShouldNotBeEmpty();
        paged.Where(p => !p.Attribute.NamedArguments.Any(a => a.MemberName == "ProviderName"))
            .Select(p => $"{p.Method.DeclaringType!.Name}.{p.Method.Name}")
            .ShouldBeEmpty();
    }

    // HotChocolate 15.1 finds no text behind it, and the member has no description.
    [Fact]
    public void Docs_Should_BeWrittenOut_When_TheyBecomeDescriptions() =>
        Directory.GetFiles(RepositoryRoot.Combine("src", "PortfolioGraph.Server", "Types"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("<inheritdoc cref", StringComparison.Ordinal))
            .Select(Path.GetFileName)
            .ShouldBeEmpty();

    // HotChocolate 15.1 writes a moment in a result's extensions as the culture does.
    [Fact]
    public void Report_Should_WriteMomentsAsTheScalarDoes_When_TheBudgetIsSpent()
    {
        var budget = new SpentBudget(new DateTimeOffset(2025, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2)));

        var report = new UpstreamReport(budget, new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build()).Read();

        report["budget"].ShouldBeOfType<Dictionary<string, object?>>()["resetAt"].ShouldBe("2025-01-02T03:04:05.678Z");
    }

    private sealed record SpentBudget(DateTimeOffset ResetAt) : ICallBudgetView
    {
        public CallBudget Current => new(LimitPerSecond: 1, Remaining: 0, Waiting: 0, ResetAt);
    }
}
