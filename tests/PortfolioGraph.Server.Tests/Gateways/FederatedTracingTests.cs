using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Gateways;

/// <summary>Gateways of Apollo Federation get the times of the fields, if the setting allows it. The tests of the engine check what a trace contains.</summary>
public sealed class FederatedTracingTests
{
    [Theory]
    [DiffersOnHotChocolate("it has no federated tracing")]
    [InlineData("Development", null, false)]
    [InlineData("Public", "false", false)]
    [InlineData("Public", "true", true)]
    public async Task Response_Should_HaveATrace_When_TheSettingAllowsIt(string profile, string? setting, bool isTraced)
    {
        var settings = new Dictionary<string, string> { ["Server:Profile"] = profile };
        if (setting is not null)
            settings["Server:FederatedTracing"] = setting;
        await using var graph = await GraphServer.StartAsync(settings);
        graph.Client.DefaultRequestHeaders.Add("apollo-federation-include-trace", "ftv1");

        using var response = await graph.Client.PostAsJsonAsync("/graphql", new { query = "{ chain(chainId: 999999) { name } }" });

        var extensions = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("extensions");
        extensions.TryGetProperty("ftv1", out var trace).ShouldBe(isTraced);
        if (isTraced)
        {
            var text = Encoding.UTF8.GetString(trace.GetBytesFromBase64());
            text.ShouldContain("Query");
            text.ShouldContain("999999");
            text.ShouldNotContain(GraphServer.ApiKey);
        }

        graph.Calls.ShouldBe(["v5.0/general/supported_chains"]);
    }
}
