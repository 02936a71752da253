using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Engine;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Tests.Failures.Malformed;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>
/// The whole server with what stands in front of HotChocolate in front of this build's engine: every malformed request gets the status and the code that it gets
/// without.
/// </summary>
[DiffersOnHotChocolate("the rows are what Couverture answers")]
public sealed class BehindEdgeTests
{
    [Fact]
    public async Task Request_Should_GetTheSameRefusal_When_ItIsMalformed()
    {
        await using var graph = await StartAsync([]);

        await CheckAsync(graph, [.. HttpCases.All, .. BodyCases.All, .. OperationCases.All]);
    }

    [Fact]
    public async Task Request_Should_GetTheSameRefusal_When_OnlyKnownDocumentsRun()
    {
        await using var graph = await StartAsync(new Dictionary<string, string> { ["Server:Profile"] = "Trusted" });

        await CheckAsync(graph, [.. TrustedCases.All]);
    }

    private static Task<GraphServer> StartAsync(Dictionary<string, string> settings) =>
        GraphServer.StartAsync(settings, services: services => services.AddSingleton<IEngineMiddleware, HotChocolateMiddleware>(), listens: true);

    private static async Task CheckAsync(GraphServer graph, IReadOnlyList<MalformedRequest> rows)
    {
        // An unknown chain costs one call at most, which is made before.
        await graph.Services.GetRequiredService<ICatalog>().FindChainAsync(2, CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        List<string> failures = [];
        foreach (var row in rows)
        {
            var answer = await RawResponse.SendAsync(graph.Client.BaseAddress!.Port, row.Bytes, row.IsHalfClosed, patience.Token);
            try
            {
                row.Check(answer);
            }
            catch (ShouldAssertException failure)
            {
                failures.Add($"{row.Name}: {failure.Message}");
            }
        }

        failures.ShouldBeEmpty();
        graph.Calls.ShouldBe(["v5.0/general/supported_chains"]);
    }
}
