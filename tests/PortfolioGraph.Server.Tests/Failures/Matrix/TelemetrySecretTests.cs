using System.Globalization;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>Activities and metrics over real connections, sound and broken: neither the key nor where the upstream listens.</summary>
public sealed class TelemetrySecretTests
{
    private static readonly SandboxFault[] Faults =
    [
        new() { Times = 0 },
        new() { Kind = FaultKind.EchoKey },
        new() { Status = 401 },
        new() { Kind = FaultKind.Reset },
        new() { Kind = FaultKind.Truncated },
    ];

    [Fact]
    public async Task Telemetry_Should_TellNeitherKeyNorHost_When_CallsSucceedAndFail()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:TimeToLive"] = "00:00:00", ["Cache:CatalogTimeToLive"] = "00:00:00" });
        var port = graph.Sandbox.BaseAddress.Port.ToString(CultureInfo.InvariantCulture);
        using var recorder = new TelemetryRecorder();

        foreach (var fault in Faults)
        {
            graph.Sandbox.Options.Faults.Clear();
            graph.Sandbox.Options.Faults.Add(fault);
            await graph.AskAsync(MatrixDataset.Operation);
        }

        graph.Sandbox.Calls.Count.ShouldBeGreaterThan(30);
        var told = recorder.Told;
        told.ShouldContain(item => item.Source.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        told.ShouldNotContain(item => item.Text.Contains(GraphServer.ApiKey, StringComparison.OrdinalIgnoreCase));
        // The sandbox is a server of this process as well: what that one tells of its own address is its business.
        told.ShouldNotContain(item => !item.Source.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && item.Text.Contains(port, StringComparison.Ordinal));

        // Another client of this process does tell it, so that the recorder would have heard ours.
        using var another = new HttpClient();
        using var response = await another.GetAsync(graph.Sandbox.BaseAddress);
        recorder.Told.Skip(told.Count).ShouldContain(item => item.Source == "System.Net.Http" && item.Text.Contains(port, StringComparison.Ordinal));
    }
}
