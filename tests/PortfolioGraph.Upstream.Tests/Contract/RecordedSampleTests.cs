using System.Text.Json.Nodes;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Contract;

/// <summary>Recorded responses, which are read from a folder beside the repository if it exists.</summary>
public sealed class RecordedSampleTests : IDisposable
{
    private readonly UpstreamHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [FactWhenShared]
    public async Task GetCurrentValueAsync_Should_ReadTheRecordedResponse_When_VersionIsFour()
    {
        _harness.Stub.Returns("v4/general/current_value", Sample("v4-general-current_value.json"));

        var row = (await _harness.V4.GetCurrentValueAsync(One with { ChainId = 1 })).Response.ShouldNotBeNull().Result.Single();

        row.Address.ShouldBe(Vitalik);
        row.ValueUsd.ShouldBe(new JsonNumber("2746515.5134213683"));
    }

    [FactWhenShared]
    public async Task GetSupportedChainsAsync_Should_ReadTheRecordedResponse_When_VersionIsFour()
    {
        _harness.Stub.Returns("v4/general/supported_chains", Sample("v4-general-supported_chains.json"));

        var chains = (await _harness.V4.GetSupportedChainsAsync()).Response.ShouldNotBeNull().Result;

        chains.Select(chain => chain.Id).ShouldBeUnique();
        chains.ShouldContain(chain => chain.Id == 8453 && chain.Name == "Base");
        chains.ShouldAllBe(chain => chain.Name != null && chain.Icon != null && chain.Icon.StartsWith("https://", StringComparison.Ordinal));
    }

    [FactWhenShared]
    public async Task GetTokenValueAsync_Should_ReadTheRecordedRow_When_VersionIsFour()
    {
        _harness.Stub.Returns("v4/overview/erc20/current_value", $"[{Sample("v4-overview-erc20-current_value.fragment.json")}]");

        var group = (await _harness.V4.GetTokenValueAsync(One)).Response.ShouldNotBeNull().Result.Single();

        group.ProtocolName.ShouldBe("native");
        group.Result.ShouldNotBeNull().Select(row => (row.ChainId, row.ValueUsd?.Text)).ShouldBe([(1, "0.0"), (56, "0.5604"), (8453, "8.6028"), (42161, "0.7044")]);
    }

    [FactWhenShared]
    public async Task GetCurrentValueAsync_Should_ReadTheVendorsExample_When_VersionIsFive()
    {
        _harness.Stub.Returns("v5.0/general/current_value", Sample("v5-general-current_value.vendor-example.json"));

        var value = (await _harness.V5.GetCurrentValueAsync(One)).Response.ShouldNotBeNull().Result;

        value.Total.ShouldBe(new JsonNumber("12543.87"));
        value.ByCategory.ShouldNotBeNull().Select(row => row.CategoryId).ShouldBe(["tokens", "protocols", "native"]);
        value.ByChain.ShouldNotBeNull().Select(row => row.ChainId).ShouldBe([1, 137]);
        // The sample ends before these members. Missing is not the same as empty.
        value.ByAddress.ShouldBeNull();
    }

    [FactWhenShared]
    public async Task GetTokenSnapshotAsync_Should_ReadTheRecordedRow_When_VersionIsFive()
    {
        // The recording has "[Array]" in place of this member, so its content is unknown.
        var sample = JsonNode.Parse(Sample("v5-tokens-snapshot.json"))!;
        sample["result"]![0]!.AsObject().Remove("underlying_tokens").ShouldBeTrue();
        _harness.Stub.Returns("v5.0/tokens/snapshot", sample.ToJsonString());

        var row = (await _harness.V5.GetTokenSnapshotAsync(One with { ChainId = 8453 })).Response.ShouldNotBeNull().Result.Single();

        (row.Index, row.ChainId, row.ContractName, row.ValueUsd?.Text).ShouldBe(("0x9f600a34199777fd", 8453, "Ether", "1.172562906833689"));
        row.UnderlyingTokens.ShouldBeNull();
    }

    private static string Sample(string name) => SharedFolder.Read("samples", name);
}
