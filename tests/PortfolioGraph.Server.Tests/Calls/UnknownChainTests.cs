using System.Text.RegularExpressions;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>
/// The known chains do not depend on earlier requests. An id that a new server does not know is looked up in the data source's list before it is rejected, with one call
/// for all clients.
/// </summary>
public sealed class UnknownChainTests
{
    private const string List = "v5.0/general/supported_chains";
    private const string Wallet = $"wallet(address: \"{SandboxPersonas.Pioneer}\")";

    /// <summary>The fields with a chain id: the selection, its data, and the calls besides the lookup.</summary>
    public static TheoryData<string, string, string[]> ChainFields => new()
    {
        { "chain(chainId: 4663) { chainId name nativeToken { symbol } }", """{"chain":{"chainId":4663,"name":"Sandbox Chain","nativeToken":{"symbol":"ETH"}}}""", [] },
        { "protocols(chainId: 4663) { name }", """{"protocols":[{"name":"Aave V3"}]}""", ["v5.0/general/supported_protocols"] },
        { Wallet + " { chain(chainId: 4663) { chain { name } valueUsd } }", """{"wallet":{"chain":{"chain":{"name":"Sandbox Chain"},"valueUsd":6908.5}}}""", ["v5.0/general/current_value addresses=4663"] },
        { Wallet + " { chains(chainIds: [4663, 1, 4663]) { chain { chainId name } } }", """{"wallet":{"chains":[{"chain":{"chainId":4663,"name":"Sandbox Chain"}},{"chain":{"chainId":1,"name":"Ethereum"}}]}}""", [] },
        { $"portfolio(addresses: [\"{SandboxPersonas.Pioneer}\"]) {{ chain(chainId: 4663) {{ chain {{ name }} valueUsd }} }}", """{"portfolio":{"chain":{"chain":{"name":"Sandbox Chain"},"valueUsd":6908.5}}}""", ["v5.0/general/current_value addresses=4663"] },
    };

    [Theory]
    [MemberData(nameof(ChainFields))]
    public async Task Chain_Should_BeFoundWithOneCall_When_TheServerDoesNotKnowIt(string selection, string data, string[] calls)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);

        var response = await graph.QueryAsync($"{{ {selection} }}");
        var again = await graph.QueryAsync($"{{ {selection} }}");

        response.ShouldHaveNoErrors().Body.GetProperty("data").GetRawText().ShouldBe(data);
        again.ShouldHaveNoErrors().Body.GetProperty("data").GetRawText().ShouldBe(data);
        graph.Calls.ShouldBe([List, .. calls]);
        response.Upstream.GetProperty("calls").GetInt32().ShouldBe(1 + calls.Length);
        again.Upstream.GetProperty("calls").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("chain(chainId: 534352) { name }", "chain")]
    [InlineData("protocols(chainId: 534352) { name }", "protocols")]
    [InlineData(Wallet + " { chain(chainId: 534352) { valueUsd } }", "wallet.chain")]
    [InlineData(Wallet + " { chains(chainIds: [1, 534352, 2]) { valueUsd } }", "wallet.chains")]
    public async Task Chain_Should_BeRejectedAfterOneCall_When_ItIsNotListed(string selection, string path)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);

        var response = await graph.QueryAsync($"{{ {selection} }}");
        var again = await graph.QueryAsync($"{{ {selection} other: chain(chainId: 2) {{ name }} }}");

        response.Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);
        response.Paths.ShouldBe([path]);
        response.Errors[0].GetProperty("extensions").GetProperty("supported").EnumerateArray().Select(static id => id.GetInt32()).ShouldContain(4663);
        again.Codes.ShouldBe(["CHAIN_UNSUPPORTED", "CHAIN_UNSUPPORTED"]);
        graph.Calls.ShouldBe([List], "the second rejection takes no call");
    }

    [Fact]
    public async Task Lookup_Should_TakeOneCall_When_ManyClientsRequestItConcurrently()
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);
        const string Query = $$"""
            { a: chain(chainId: 4663) { name } b: chain(chainId: 4663) { chainId } c: chain(chainId: 4664) { name }
              {{Wallet}} { chain(chainId: 4663) { chain { name } } chains(chainIds: [1, 4663, 4665, 4666]) { chain { name } } } }
            """;

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => graph.QueryAsync(Query)));

        foreach (var response in responses)
        {
            response["a.name"].GetString().ShouldBe("Sandbox Chain");
            response["wallet.chain.chain.name"].GetString().ShouldBe("Sandbox Chain");
            response.Paths.Order(StringComparer.Ordinal).ShouldBe(["c", "wallet.chains"]);
            response.Codes.ShouldAllBe(static code => code == "CHAIN_UNSUPPORTED");
        }

        graph.Calls.ShouldBe([List]);
    }

    [Fact]
    public async Task Lookup_Should_TakeOneCallPerOperation_When_NothingIsCached()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:CatalogTimeToLive"] = "00:00:00" });

        var response = await graph.QueryAsync($"{{ {Wallet} {{ chains(chainIds: [4663, 4664, 4665]) {{ valueUsd }} }} }}");

        response.Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);
        graph.Calls.ShouldBe([List]);
    }

    [Theory]
    [InlineData("chain(chainId: 0) { name }")]
    [InlineData("chain(chainId: -2147483648) { name }")]
    [InlineData("protocols(chainId: -1) { name }")]
    [InlineData(Wallet + " { chain(chainId: 0) { valueUsd } }")]
    [InlineData(Wallet + " { chains(chainIds: [4663, 0]) { valueUsd } }")]
    public async Task Chain_Should_BeRejectedWithoutACall_When_TheIdIsNotPositive(string selection)
    {
        await using var graph = await GraphServer.StartAsync();

        (await graph.QueryAsync($"{{ {selection} }}")).Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);

        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("chain(chainId: 4663) { name }", "chain")]
    [InlineData("protocols(chainId: 4663) { name }", "protocols")]
    [InlineData(Wallet + " { chain(chainId: 4663) { valueUsd } address }", "wallet.chain")]
    [InlineData(Wallet + " { chains(chainIds: [4663, 4664]) { valueUsd } address }", "wallet.chains")]
    public async Task Field_Should_ReportTheLookupFailureWithoutCachingIt_When_TheLookupFails(string selection, string path)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = List, Status = 422 });

        var failed = await graph.QueryAsync($"{{ {selection} sibling: chain(chainId: 1) {{ name }} }}");
        var calls = graph.Calls;
        graph.Sandbox.Options.Faults.Clear();
        var after = await graph.QueryAsync("{ chain(chainId: 4663) { name } }");

        failed.Codes.ShouldBe(["UPSTREAM_REFUSED"]);
        failed.Paths.ShouldBe([path]);
        failed.Errors[0].GetProperty("extensions").GetProperty("dataset").GetString().ShouldBe("chains");
        failed.IsNull(path).ShouldBeTrue();
        failed["sibling.name"].GetString().ShouldBe("Ethereum");
        calls.ShouldBe([List]);
        after.ShouldHaveNoErrors()["chain.name"].GetString().ShouldBe("Sandbox Chain");
    }

    [Fact]
    public async Task Chain_Should_BeFoundInTheFallbackList_When_TheFirstListIsGone()
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = List, Status = 404 });

        var response = await graph.QueryAsync("{ chain(chainId: 4663) { name nativeToken { symbol } } base: chain(chainId: 8453) { nativeToken { symbol } } }");
        var again = await graph.QueryAsync($"{{ {Wallet} {{ chain(chainId: 4663) {{ chain {{ name }} }} }} chain(chainId: 4664) {{ name }} }}");

        response.ShouldHaveNoErrors()["chain.name"].GetString().ShouldBe("Sandbox Chain");
        response.IsNull("chain.nativeToken").ShouldBeTrue("the fallback list has no native tokens");
        response["base.nativeToken.symbol"].GetString().ShouldBe("ETH");
        again["wallet.chain.chain.name"].GetString().ShouldBe("Sandbox Chain");
        again.Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);
        graph.Calls.ShouldBe([List, "v4/general/supported_chains"]);
    }

    [Fact]
    public async Task ChainName_Should_BeBuiltFromTheId_When_TheChainIsNotListed()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync($"{{ {Wallet} {{ chains {{ chain {{ chainId name }} valueUsd }} }} }}");
        var unlisted = await graph.QueryAsync("{ chain(chainId: 4663) { name } }");

        response.ShouldHaveNoErrors()["wallet.chains.0.chain"].GetRawText().ShouldBe("""{"chainId":4663,"name":"Chain 4663"}""");
        unlisted.Codes.ShouldBe(["CHAIN_UNSUPPORTED"], "only the list decides which chains are supported, not rows");
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=4663", List]);
    }

    // The server has returned the chain itself, so its objects can be loaded again.
    [Theory]
    [InlineData("chains { id chain { id } }", "v5.0/general/current_value addresses=4663")]
    [InlineData("breakdown { byChain { chain { id } } }", "v5.0/general/current_value addresses=4663")]
    [InlineData("tokens(first: 1) { nodes { id token { id chain { id } } } }", "v4/overview/erc20/details addresses=4663 timerange=1year closed=true closed_threshold=0")]
    [InlineData("tokens(first: 1) { nodes { token { id } } }", "v4/overview/erc20/details addresses=4663 timerange=1year closed=true closed_threshold=0")]
    [InlineData("positions(first: 1) { nodes { id chain { id } } }", "v4/overview/protocols/details addresses=4663 closed=true closed_threshold=0")]
    [InlineData("at(time: $yesterday) { tokens(first: 1) { nodes { token { id } } } }", null)]
    public async Task Node_Should_BeFoundWithoutAnotherCall_When_TheServerHasReturnedItsChain(string selection, string? call)
    {
        await using var graph = await GraphServer.StartAsync();
        var time = DateTimeOffset.UtcNow.AddDays(-1);
        var shown = (await graph.QueryAsync($"{{ {Wallet} {{ {selection.Replace("$yesterday", $"\"{time:yyyy-MM-ddTHH:mm:ssZ}\"", StringComparison.Ordinal)} }} }}")).ShouldHaveNoErrors();
        var ids = Regex.Matches(shown.Body.GetRawText(), "\"id\":\"([^\"]+)\"").Select(static match => match.Groups[1].Value).Distinct().ToList();
        ids.ShouldNotBeEmpty();
        var calls = graph.Calls;

        var nodes = await graph.QueryAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids });
        var chain = await graph.QueryAsync($"{{ {Wallet} {{ chain(chainId: 4663) {{ chain {{ name }} }} chains(chainIds: [4663, 1]) {{ chain {{ chainId }} }} }} token(chainId: 4663, address: \"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee\") {{ chainId }} }}");

        nodes.ShouldHaveNoErrors()["nodes"].EnumerateArray().Select(static node => node.GetProperty("id").GetString()).ShouldBe(ids);
        chain.ShouldHaveNoErrors()["wallet.chain.chain.name"].GetString().ShouldBe("Chain 4663");
        graph.Calls.ShouldBe(calls);
        if (call is not null)
            calls.ShouldBe([call]);
    }

    [Fact]
    public async Task Chains_Should_BeThoseOfTheList_When_HoldingsAreOnAnother()
    {
        await using var graph = await GraphServer.StartAsync();
        (await graph.QueryAsync($"{{ {Wallet} {{ chains {{ valueUsd }} }} }}")).ShouldHaveNoErrors();

        var response = await graph.QueryAsync("{ chains { chainId } chain(chainId: 534352) { name } }");

        response["chains"].EnumerateArray().Select(static chain => chain.GetProperty("chainId").GetInt32()).ShouldNotContain(4663);
        response.Errors[0].GetProperty("extensions").GetProperty("supported").EnumerateArray().Select(static id => id.GetInt32()).ShouldNotContain(4663);
    }

    [Fact]
    public async Task ChainName_Should_ComeFromTheList_When_TheChainIsListed()
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);
        (await graph.QueryAsync("{ chain(chainId: 4663) { name } }")).ShouldHaveNoErrors();

        var response = await graph.QueryAsync($"{{ {Wallet} {{ chains {{ chain {{ name }} }} tokens(first: 1) {{ nodes {{ token {{ chain {{ name }} }} }} }} }} }}");

        response.ShouldHaveNoErrors()["wallet.chains.0.chain.name"].GetString().ShouldBe("Sandbox Chain");
        response["wallet.tokens.nodes.0.token.chain.name"].GetString().ShouldBe("Sandbox Chain");
    }
}
