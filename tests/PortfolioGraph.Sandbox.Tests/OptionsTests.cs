using Microsoft.Extensions.Configuration;

namespace PortfolioGraph.Sandbox.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Options_Should_BindAllValues_When_ConfigurationIsFlat()
    {
        var options = new SandboxOptions();
        var settings = new Dictionary<string, string?>
        {
            ["Sandbox:Port"] = "5099",
            ["Sandbox:RequireKey"] = "false",
            ["Sandbox:Keys:0"] = "one",
            ["Sandbox:Naming"] = "OpenApi",
            ["Sandbox:Envelope"] = "ResultOnly",
            ["Sandbox:ListsNewChain"] = "true",
            ["Sandbox:Latency"] = "00:00:00.250",
            ["Sandbox:CallsPerSecond"] = "0.5",
            ["Sandbox:Faults:0:Kind"] = "Truncated",
            ["Sandbox:Faults:0:Route"] = "v4/*",
            ["Sandbox:Faults:0:Times"] = "3",
            ["Sandbox:Faults:1:Status"] = "429",
            ["Sandbox:Faults:1:RetryAfter"] = "Date",
            ["Sandbox:Faults:2:Kind"] = "BlockPage",
        };

        new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Sandbox").Bind(options, b => b.ErrorOnUnknownConfiguration = true);

        (options.Port, options.RequireKey, options.Keys.Single(), options.Naming, options.Envelope).ShouldBe((5099, false, "one", FieldNaming.OpenApi, EnvelopeForm.ResultOnly));
        (options.Latency, options.CallsPerSecond, options.ListsNewChain).ShouldBe((TimeSpan.FromMilliseconds(250), 0.5, true));
        options.Faults.Select(f => (f.Kind, f.Route, f.Times, f.Status, f.RetryAfter))
            .ShouldBe([(FaultKind.Truncated, "v4/*", 3, 500, null), (FaultKind.Status, "*", null, 429, RetryAfterForm.Date), (FaultKind.BlockPage, "*", null, 500, null)]);
    }
}
