using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>
/// Which chains exist does not depend on what was asked before: an id that a fresh server does not know is looked up in the data source's list before it is refused,
/// by one call for all clients.
/// </summary>
public sealed class UnknownChainTests
{
    private const string List = "v5.0/general/supported_chains";
    private const string Wallet = $"wallet(address: \"{SandboxPersonas.Pioneer}\")";

    /// <summary>The places that take a chain's id: the selection, what it gives, and the calls besides the look-up.</summary>
    public static TheoryData<string, string, string[]> Places => new()
    {
        { "chain(chainId: 4663) { chainId name nativeToken { symbol } }", """{"chain":{"chainId":4663,"name":"Sandbox Chain","nativeToken":{"symbol":"ETH"}}}""", [] },
        { "protocols(chainId: 4663) { name }", """{"protocols":[{"name":"Aave V3"}]}""", ["v5.0/general/supported_protocols"] },
        { Wallet + " { chain(chainId: 4663) { chain { name } valueUsd } }", """{"wallet":{"chain":{"chain":{"name":"Sandbox Chain"},"valueUsd":6908.5}}}""", ["v5.0/general/current_value addresses=4663"] },
        { Wallet + " { chains(chainIds: [4663, 1, 4663]) { chain { chainId name } } }", """{"wallet":{"chains":[{"chain":{"chainId":4663,"name":"Sandbox Chain"}},{"chain":{"chainId":1,"name":"Ethereum"}}]}}""", [] },
        { $"portfolio(addresses: [\"{SandboxPersonas.Pioneer}\"]) {{ chain(chainId: 4663) {{ chain {{ name }} valueUsd }} }}", """{"portfolio":{"chain":{"chain":{"name":"Sandbox Chain"},"valueUsd":6908.5}}}""", ["v5.0/general/current_value addresses=4663"] },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Chain_Should_BeFoundByOneCall_When_AFreshServerDoesNotKnowIt(string selection, string data, string[] calls)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);

        var answer = await graph.AskAsync($"{{ {selection} }}");
        var again = await graph.AskAsync($"{{ {selection} }}");

        answer.Good().Body.GetProperty("data").GetRawText().ShouldBe(data);
        again.Good().Body.GetProperty("data").GetRawText().ShouldBe(data);
        graph.Calls.ShouldBe([List, .. calls]);
        answer.Upstream.GetProperty("calls").GetInt32().ShouldBe(1 + calls.Length);
        again.Upstream.GetProperty("calls").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData("chain(chainId: 534352) { name }", "chain")]
    [InlineData("protocols(chainId: 534352) { name }", "protocols")]
    [InlineData(Wallet + " { chain(chainId: 534352) { valueUsd } }", "wallet.chain")]
    [InlineData(Wallet + " { chains(chainIds: [1, 534352, 2]) { valueUsd } }", "wallet.chains")]
    public async Task Chain_Should_BeRefusedByOneCallOnce_When_TheListDoesNotHaveIt(string selection, string path)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);

        var answer = await graph.AskAsync($"{{ {selection} }}");
        var again = await graph.AskAsync($"{{ {selection} other: chain(chainId: 2) {{ name }} }}");

        answer.Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);
        answer.Paths.ShouldBe([path]);
        answer.Errors[0].GetProperty("extensions").GetProperty("supported").EnumerateArray().Select(static id => id.GetInt32()).ShouldContain(4663);
        again.Codes.ShouldBe(["CHAIN_UNSUPPORTED", "CHAIN_UNSUPPORTED"]);
        graph.Calls.ShouldBe([List], "the second refusal costs no call");
    }

    [Fact]
    public async Task LookUp_Should_BeOneCall_When_ManyFieldsOfManyClientsAskAtOnce()
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);
        const string Query = $$"""
            { a: chain(chainId: 4663) { name } b: chain(chainId: 4663) { chainId } c: chain(chainId: 4664) { name }
              {{Wallet}} { chain(chainId: 4663) { chain { name } } chains(chainIds: [1, 4663, 4665, 4666]) { chain { name } } } }
            """;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => graph.AskAsync(Query)));

        foreach (var answer in answers)
        {
            answer["a.name"].GetString().ShouldBe("Sandbox Chain");
            answer["wallet.chain.chain.name"].GetString().ShouldBe("Sandbox Chain");
            answer.Paths.Order(StringComparer.Ordinal).ShouldBe(["c", "wallet.chains"]);
            answer.Codes.ShouldAllBe(static code => code == "CHAIN_UNSUPPORTED");
        }

        graph.Calls.ShouldBe([List]);
    }

    [Fact]
    public async Task LookUp_Should_BeOneCallOfAnOperation_When_NothingIsKept()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:CatalogTimeToLive"] = "00:00:00" });

        var answer = await graph.AskAsync($"{{ {Wallet} {{ chains(chainIds: [4663, 4664, 4665]) {{ valueUsd }} }} }}");

        answer.Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);
        graph.Calls.ShouldBe([List]);
    }

    [Theory]
    [InlineData("chain(chainId: 0) { name }")]
    [InlineData("chain(chainId: -2147483648) { name }")]
    [InlineData("protocols(chainId: -1) { name }")]
    [InlineData(Wallet + " { chain(chainId: 0) { valueUsd } }")]
    [InlineData(Wallet + " { chains(chainIds: [4663, 0]) { valueUsd } }")]
    public async Task Chain_Should_BeRefusedWithoutACall_When_NoChainCanHaveTheId(string selection)
    {
        await using var graph = await GraphServer.StartAsync();

        (await graph.AskAsync($"{{ {selection} }}")).Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);

        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("chain(chainId: 4663) { name }", "chain")]
    [InlineData("protocols(chainId: 4663) { name }", "protocols")]
    [InlineData(Wallet + " { chain(chainId: 4663) { valueUsd } address }", "wallet.chain")]
    [InlineData(Wallet + " { chains(chainIds: [4663, 4664]) { valueUsd } address }", "wallet.chains")]
    public async Task Field_Should_TellTheLookUpsFailure_When_ItFails_AndNotRememberIt(string selection, string path)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = List, Status = 422 });

        var broken = await graph.AskAsync($"{{ {selection} sibling: chain(chainId: 1) {{ name }} }}");
        var calls = graph.Calls;
        graph.Sandbox.Options.Faults.Clear();
        var after = await graph.AskAsync("{ chain(chainId: 4663) { name } }");

        broken.Codes.ShouldBe(["UPSTREAM_REFUSED"]);
        broken.Paths.ShouldBe([path]);
        broken.Errors[0].GetProperty("extensions").GetProperty("dataset").GetString().ShouldBe("chains");
        broken.IsNull(path).ShouldBeTrue();
        broken["sibling.name"].GetString().ShouldBe("Ethereum");
        calls.ShouldBe([List]);
        after.Good()["chain.name"].GetString().ShouldBe("Sandbox Chain");
    }

    [Fact]
    public async Task Chain_Should_BeFoundInTheOtherList_When_TheFirstChoiceIsGone()
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = List, Status = 404 });

        var answer = await graph.AskAsync("{ chain(chainId: 4663) { name nativeToken { symbol } } base: chain(chainId: 8453) { nativeToken { symbol } } }");
        var again = await graph.AskAsync($"{{ {Wallet} {{ chain(chainId: 4663) {{ chain {{ name }} }} }} chain(chainId: 4664) {{ name }} }}");

        answer.Good()["chain.name"].GetString().ShouldBe("Sandbox Chain");
        answer.IsNull("chain.nativeToken").ShouldBeTrue("that list has none");
        answer["base.nativeToken.symbol"].GetString().ShouldBe("ETH");
        again["wallet.chain.chain.name"].GetString().ShouldBe("Sandbox Chain");
        again.Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);
        graph.Calls.ShouldBe([List, "v4/general/supported_chains"]);
    }

    [Fact]
    public async Task Row_Should_BeShownUnderItsId_When_ItsChainIsNotListed()
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync($"{{ {Wallet} {{ chains {{ chain {{ chainId name }} valueUsd }} }} }}");
        var unlisted = await graph.AskAsync($"{{ {Wallet} {{ chain(chainId: 4663) {{ valueUsd }} }} }}");

        answer.Good()["wallet.chains.0.chain"].GetRawText().ShouldBe("""{"chainId":4663,"name":"Chain 4663"}""");
        unlisted.Codes.ShouldBe(["CHAIN_UNSUPPORTED"], "the list decides, not a row that was seen");
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=4663", List]);
    }

    [Fact]
    public async Task Row_Should_BeShownUnderItsName_When_TheListHasNamedItsChain()
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);
        (await graph.AskAsync("{ chain(chainId: 4663) { name } }")).Good();

        var answer = await graph.AskAsync($"{{ {Wallet} {{ chains {{ chain {{ name }} }} tokens(first: 1) {{ nodes {{ token {{ chain {{ name }} }} }} }} }} }}");

        answer.Good()["wallet.chains.0.chain.name"].GetString().ShouldBe("Sandbox Chain");
        answer["wallet.tokens.nodes.0.token.chain.name"].GetString().ShouldBe("Sandbox Chain");
    }
}
