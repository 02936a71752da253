using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Engine;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Tests.Failures.Malformed;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>
/// The whole server with the HotChocolate middleware in front of this build's engine. Every malformed request gets the same status and code as without the
/// middleware.
/// </summary>
[DiffersOnHotChocolate("the expected errors are those of Couverture")]
public sealed class HotChocolateMiddlewareTests
{
    [Fact]
    public async Task Request_Should_GetTheSameError_When_ItIsMalformed()
    {
        await using var graph = await StartAsync([]);

        await CheckAsync(graph, [.. HttpCases.All, .. BodyCases.All, .. OperationCases.All]);
    }

    [Fact]
    public async Task Request_Should_GetTheSameError_When_OnlyTrustedDocumentsRun()
    {
        await using var graph = await StartAsync(new Dictionary<string, string> { ["Server:Profile"] = "Trusted" });

        await CheckAsync(graph, [.. TrustedCases.All]);
    }

    private static Task<GraphServer> StartAsync(Dictionary<string, string> settings) =>
        GraphServer.StartAsync(settings, services: services => services.AddSingleton<IEngineMiddleware, HotChocolateMiddleware>(), listens: true);

    private static async Task CheckAsync(GraphServer graph, IReadOnlyList<MalformedRequest> rows)
    {
        // An unknown chain takes at most one call, which is made here.
        await graph.Services.GetRequiredService<ICatalog>().FindChainAsync(2, CancellationToken.None);
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        List<string> failures = [];
        foreach (var row in rows)
        {
            var response = await RawResponse.SendAsync(graph.Client.BaseAddress!.Port, row.Bytes, row.IsHalfClosed, timeout.Token);
            try
            {
                row.Check(response);
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
