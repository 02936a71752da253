using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>An answer for several wallets that leaves one out: that one fails alone, and nobody is given another's.</summary>
public sealed class MissingAddressTests
{
    private const string Values = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd } }";
    private const string Positions = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { positions { nodes { name valueUsd contractAddress } } } }";

    [Theory]
    [InlineData("v5.0/general/current_value")]
    [InlineData("v4/general/current_value")]
    public async Task Value_Should_FailForTheMissingWalletAlone_When_OneIsLeftOut(string route)
    {
        var addresses = Wallets.Some(3);
        await using var graph = await GraphServer.StartAsync();
        // Where it is the second choice that leaves one out, the first is gone.
        if (route.StartsWith("v4", StringComparison.Ordinal))
            graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/current_value", Status = 404 });
        var healthy = (await graph.AskAsync(Values, new { addresses })).Good();
        await using var broken = await GraphServer.StartAsync();
        foreach (var fault in graph.Sandbox.Options.Faults)
            broken.Sandbox.Options.Faults.Add(fault);
        broken.Sandbox.Options.Faults.Add(new SandboxFault { Route = route, Kind = FaultKind.MissingAddress });

        var answer = await broken.AskAsync(Values, new { addresses });
        var calls = broken.Calls.Count(call => call.StartsWith(route, StringComparison.Ordinal));
        broken.Sandbox.Options.Faults.Clear();
        var mended = await broken.AskAsync(Values, new { addresses });

        answer.Codes.ShouldBe(["UPSTREAM_BAD_ANSWER"]);
        answer.Paths.ShouldBe(["wallets.2.valueUsd"]);
        foreach (var wallet in (string[])["wallets.0.valueUsd", "wallets.1.valueUsd"])
            answer[wallet].GetRawText().ShouldBe(healthy[wallet].GetRawText());
        calls.ShouldBe(1);
        mended.Good().IsNull("wallets.2.valueUsd").ShouldBeFalse();
    }

    [Fact]
    public async Task Portfolio_Should_HaveNoTotal_When_OneWalletIsLeftOut()
    {
        var addresses = Wallets.Some(3);
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/current_value", Kind = FaultKind.MissingAddress });

        var answer = await graph.AskAsync(
            "query($addresses: [Address!]!) { portfolio(addresses: $addresses) { valueUsd breakdown { totalUsd } wallets { valueUsd } } }", new { addresses });

        answer.Codes.Distinct().ShouldBe(["UPSTREAM_BAD_ANSWER"]);
        answer.Paths.Order(StringComparer.Ordinal).ShouldBe(["portfolio.breakdown", "portfolio.valueUsd", "portfolio.wallets.2.valueUsd"]);
        graph.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Value_Should_ComeFromTheSecondChoice_When_TheFirstSaysNothingOfTheOnlyWallet()
    {
        await using var graph = await GraphServer.StartAsync();
        const string Value = "query($address: Address!) { wallet(address: $address) { valueUsd } }";
        var healthy = (await graph.AskAsync(Value, new { address = SandboxPersonas.Typical })).Good();
        await using var broken = await GraphServer.StartAsync();
        broken.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/current_value", Kind = FaultKind.MissingAddress });

        var answer = (await broken.AskAsync(Value, new { address = SandboxPersonas.Typical })).Good();

        answer["wallet.valueUsd"].GetRawText().ShouldBe(healthy["wallet.valueUsd"].GetRawText());
        broken.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Positions_Should_BeNobodyElses_When_OneIsLeftOut()
    {
        // The greatest is the last of a call, which is the one that is left out.
        var addresses = new[] { SandboxPersonas.Typical, SandboxPersonas.LiquidityProvider, SandboxPersonas.Debtor };
        await using var graph = await GraphServer.StartAsync();
        var healthy = (await graph.AskAsync(Positions, new { addresses })).Good();
        await using var broken = await GraphServer.StartAsync();
        broken.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/overview/protocols/details", Kind = FaultKind.MissingAddress });

        var answer = await broken.AskAsync(Positions, new { addresses });

        healthy["wallets.2.positions.nodes"].GetArrayLength().ShouldBePositive();
        foreach (var wallet in (string[])["wallets.0.positions.nodes", "wallets.1.positions.nodes"])
            answer[wallet].GetRawText().ShouldBe(healthy[wallet].GetRawText());
        if (!answer.IsNull("wallets.2.positions"))
            answer["wallets.2.positions.nodes"].GetArrayLength().ShouldBe(0);
        broken.Calls.Count.ShouldBe(1);
    }
}
