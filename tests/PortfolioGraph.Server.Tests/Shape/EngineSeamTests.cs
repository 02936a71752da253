using PortfolioGraph.Core;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Types;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>Rules for the code shared by both engines that this build alone would not enforce.</summary>
public sealed class EngineSeamTests
{
    // Without a provider, both engines page by index, but the holdings can change between two pages.
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

    // HotChocolate 15.1 does not resolve inheritdoc cref, so the member would have no description.
    [Fact]
    public void Docs_Should_BeWrittenOut_When_TheyBecomeDescriptions() =>
        Directory.GetFiles(RepositoryRoot.Combine("src", "PortfolioGraph.Server", "Types"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("<inheritdoc cref", StringComparison.Ordinal))
            .Select(Path.GetFileName)
            .ShouldBeEmpty();

    // HotChocolate 15.1 formats a time in a result's extensions with the current culture.
    [Fact]
    public void Report_Should_FormatTimesAsTheScalarDoes_When_TheBudgetIsExhausted()
    {
        var budget = new ExhaustedBudget(new DateTimeOffset(2025, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2)));

        var report = new UpstreamReport(budget, new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build()).Read();

        report["budget"].ShouldBeOfType<Dictionary<string, object?>>()["resetAt"].ShouldBe("2025-01-02T03:04:05.678Z");
    }

    private sealed record ExhaustedBudget(DateTimeOffset ResetAt) : ICallBudgetView
    {
        public CallBudget Current => new(LimitPerSecond: 1, Remaining: 0, Waiting: 0, ResetAt);
    }
}
