using System.Text.Json;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Sandbox.Tests;

/// <summary>Compares the members of responses with recordings of the real service.</summary>
public sealed class RecordedShapeTests(Api api) : IClassFixture<Api>
{
    [FactWhenShared]
    public void NativeTokenRow_Should_MatchTheRecording_When_OwnerDataIsIgnored()
    {
        var recorded = JsonDocument.Parse(SharedFolder.Read("samples", "v5-tokens-snapshot.json")).RootElement.GetProperty("result")[0];

        var row = api.Rows($"v5.0/tokens/snapshot?{Api.Query(SandboxPersonas.Typical)}&chain_id=8453").Single(r => r.Text("protocol_handler_id") == "native");

        row.EnumerateObject().Select(p => p.Name).ShouldBe(recorded.EnumerateObject().Select(p => p.Name));
        foreach (var member in recorded.EnumerateObject().Where(m => m.Name is not ("index" or "underlying_tokens" or "value_usd")))
            row.GetProperty(member.Name).GetRawText().ShouldBe(member.Value.GetRawText(), member.Name);
    }

    [FactWhenShared]
    public void CurrentValue_Should_HaveTheRecordedMembers_When_EnvelopeIsOf2024()
    {
        api.Options.Envelope = EnvelopeForm.System;
        var recorded = JsonDocument.Parse(SharedFolder.Read("samples", "v4-general-current_value.json")).RootElement;

        var response = api.Json("v4/general/current_value?addresses=0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045&chain_id=1");

        response.EnumerateObject().Select(p => p.Name).ShouldBe(recorded.EnumerateObject().Select(p => p.Name));
        response.GetProperty("system").EnumerateObject().Select(p => p.Name).ShouldBe(recorded.GetProperty("system").EnumerateObject().Select(p => p.Name));
        response.GetProperty("result")[0].EnumerateObject().Select(p => p.Name).ShouldBe(recorded.GetProperty("result")[0].EnumerateObject().Select(p => p.Name));
        response.GetProperty("result")[0].Text("address").ShouldBe(recorded.GetProperty("result")[0].Text("address"));
    }

    [FactWhenShared]
    public void SupportedChains_Should_ContainEveryRecordedRow_When_Listed()
    {
        var recorded = JsonDocument.Parse(SharedFolder.Read("samples", "v4-general-supported_chains.json")).RootElement.List("result");
        var rows = api.Rows("v4/general/supported_chains").Select(r => r.GetRawText()).ToList();

        foreach (var row in recorded)
            rows.ShouldContain(JsonSerializer.Serialize(row));
    }
}
