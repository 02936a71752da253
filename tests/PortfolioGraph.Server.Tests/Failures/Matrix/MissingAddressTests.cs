using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>An upstream response for several wallets omits one. Only that wallet fails, and no wallet gets the data of another.</summary>
public sealed class MissingAddressTests
{
    private const string Values = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd } }";
    private const string Positions = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { positions { nodes { name valueUsd contractAddress } } } }";

    [Theory]
    [InlineData("v5.0/general/current_value")]
    [InlineData("v4/general/current_value")]
    public async Task Value_Should_FailForTheMissingWalletAlone_When_AResponseOmitsIt(string route)
    {
        var addresses = Wallets.Some(3);
        await using var graph = await GraphServer.StartAsync();
        // To test the fallback, take the primary route down.
        if (route.StartsWith("v4", StringComparison.Ordinal))
            graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/current_value", Status = 404 });
        var healthy = (await graph.QueryAsync(Values, new { addresses })).ShouldHaveNoErrors();
        await using var faulty = await GraphServer.StartAsync();
        foreach (var fault in graph.Sandbox.Options.Faults)
            faulty.Sandbox.Options.Faults.Add(fault);
        faulty.Sandbox.Options.Faults.Add(new SandboxFault { Route = route, Kind = FaultKind.MissingAddress });

        var response = await faulty.QueryAsync(Values, new { addresses });
        var calls = faulty.Calls.Count(call => call.StartsWith(route, StringComparison.Ordinal));
        faulty.Sandbox.Options.Faults.Clear();
        var recovered = await faulty.QueryAsync(Values, new { addresses });

        response.Codes.ShouldBe(["UPSTREAM_BAD_ANSWER"]);
        response.Paths.ShouldBe(["wallets.2.valueUsd"]);
        foreach (var wallet in (string[])["wallets.0.valueUsd", "wallets.1.valueUsd"])
            response[wallet].GetRawText().ShouldBe(healthy[wallet].GetRawText());
        calls.ShouldBe(1);
        recovered.ShouldHaveNoErrors().IsNull("wallets.2.valueUsd").ShouldBeFalse();
    }

    [Fact]
    public async Task Portfolio_Should_HaveNoTotal_When_AResponseOmitsAWallet()
    {
        var addresses = Wallets.Some(3);
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/current_value", Kind = FaultKind.MissingAddress });

        var response = await graph.QueryAsync(
            "query($addresses: [Address!]!) { portfolio(addresses: $addresses) { valueUsd breakdown { totalUsd } wallets { valueUsd } } }", new { addresses });

        response.Codes.Distinct().ShouldBe(["UPSTREAM_BAD_ANSWER"]);
        response.Paths.Order(StringComparer.Ordinal).ShouldBe(["portfolio.breakdown", "portfolio.valueUsd", "portfolio.wallets.2.valueUsd"]);
        graph.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Value_Should_ComeFromTheFallback_When_TheResponseOmitsTheOnlyWallet()
    {
        await using var graph = await GraphServer.StartAsync();
        const string Value = "query($address: Address!) { wallet(address: $address) { valueUsd } }";
        var healthy = (await graph.QueryAsync(Value, new { address = SandboxPersonas.Typical })).ShouldHaveNoErrors();
        await using var faulty = await GraphServer.StartAsync();
        faulty.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v5.0/general/current_value", Kind = FaultKind.MissingAddress });

        var response = (await faulty.QueryAsync(Value, new { address = SandboxPersonas.Typical })).ShouldHaveNoErrors();

        response["wallet.valueUsd"].GetRawText().ShouldBe(healthy["wallet.valueUsd"].GetRawText());
        faulty.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Positions_Should_BelongToTheRightWallet_When_AResponseOmitsAnotherWallet()
    {
        // Calls sort addresses, and the fault omits the last one.
        var addresses = new[] { SandboxPersonas.Typical, SandboxPersonas.LiquidityProvider, SandboxPersonas.Debtor };
        await using var graph = await GraphServer.StartAsync();
        var healthy = (await graph.QueryAsync(Positions, new { addresses })).ShouldHaveNoErrors();
        await using var faulty = await GraphServer.StartAsync();
        faulty.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/overview/protocols/details", Kind = FaultKind.MissingAddress });

        var response = await faulty.QueryAsync(Positions, new { addresses });

        healthy["wallets.2.positions.nodes"].GetArrayLength().ShouldBePositive();
        foreach (var wallet in (string[])["wallets.0.positions.nodes", "wallets.1.positions.nodes"])
            response[wallet].GetRawText().ShouldBe(healthy[wallet].GetRawText());
        if (!response.IsNull("wallets.2.positions"))
            response["wallets.2.positions.nodes"].GetArrayLength().ShouldBe(0);
        faulty.Calls.Count.ShouldBe(1);
    }
}
