using System.Globalization;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>Activities and metrics of successful and failed calls over real connections contain neither the key nor the address of the upstream.</summary>
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
    public async Task Telemetry_Should_ContainNeitherKeyNorHost_When_CallsSucceedAndFail()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:TimeToLive"] = "00:00:00", ["Cache:CatalogTimeToLive"] = "00:00:00" });
        var port = graph.Sandbox.BaseAddress.Port.ToString(CultureInfo.InvariantCulture);
        using var recorder = new TelemetryRecorder();

        foreach (var fault in Faults)
        {
            graph.Sandbox.Options.Faults.Clear();
            graph.Sandbox.Options.Faults.Add(fault);
            await graph.QueryAsync(MatrixDataset.Operation);
        }

        graph.Sandbox.Calls.Count.ShouldBeGreaterThan(30);
        var records = recorder.Records;
        records.ShouldContain(item => item.Source.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        records.ShouldNotContain(item => item.Text.Contains(GraphServer.ApiKey, StringComparison.OrdinalIgnoreCase));
        // The sandbox is a server in this process, too. Its own telemetry may contain its address.
        records.ShouldNotContain(item => !item.Source.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) && item.Text.Contains(port, StringComparison.Ordinal));

        // Another client of this process does record the address, which shows that the recorder would detect it.
        using var otherClient = new HttpClient();
        using var response = await otherClient.GetAsync(graph.Sandbox.BaseAddress);
        recorder.Records.Skip(records.Count).ShouldContain(item => item.Source == "System.Net.Http" && item.Text.Contains(port, StringComparison.Ordinal));
    }
}
