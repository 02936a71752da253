using PortfolioGraph.Simulation.Measuring;
using PortfolioGraph.Simulation.Pages;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Simulation.Tests;

public sealed class ScalePageTests
{
    [Fact]
    public async Task Create_Should_PrintTheTablesOfThePage_When_NothingChanged()
    {
        var page = await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "SCALE.md"));
        var tables = ScalePage.Create(await PageCosts.CountAsync());
        MarkedText.Read(page, "simulation").ShouldBe(tables.Trim(), "Write the page again: dotnet run -c Release --project tests/PortfolioGraph.Simulation -- --markdown ../../docs/SCALE.md");
    }
}
