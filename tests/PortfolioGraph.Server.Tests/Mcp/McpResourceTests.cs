using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Mcp;

/// <summary>The resources and prompts of <c>/mcp</c>, and what the server says about itself.</summary>
public sealed class McpResourceTests
{
    [Theory]
    [InlineData("true", "portfoliograph://errors portfoliograph://schema")]
    [InlineData("false", "portfoliograph://errors")]
    public Task Resources_Should_HaveTheSchemaIfClientsMayReadIt_When_TheyAreListed(string download, string uris) => McpGraph.RunAsync(
        async (_, client) => (await client.ListResourcesAsync()).Select(static resource => resource.Uri).ShouldBe(uris.Split(' ')),
        ("Server:SchemaDownload", download));

    [Fact]
    public Task Resource_Should_EqualThePublishedFile_When_ItIsRead() => McpGraph.RunAsync(static async (graph, client) =>
    {
        var schema = (await client.ReadResourceAsync("portfoliograph://schema")).Contents.ShouldHaveSingleItem().ShouldBeOfType<TextResourceContents>();
        var errors = (await client.ReadResourceAsync("portfoliograph://errors")).Contents.ShouldHaveSingleItem().ShouldBeOfType<TextResourceContents>();

        schema.Text.ShouldBe(await File.ReadAllTextAsync(RepositoryRoot.Combine("schema", "portfolio.graphql")));
        schema.MimeType.ShouldBe("application/graphql");
        errors.Text.ShouldBe(await File.ReadAllTextAsync(RepositoryRoot.Combine("schema", "ERRORS.md")));
        errors.MimeType.ShouldBe("text/markdown");
    });

    [Theory]
    [InlineData("portfoliograph://schema")]
    [InlineData("file:///etc/passwd")]
    public Task Read_Should_FailWithACode_When_ThereIsNoSuchResource(string uri) => McpGraph.RunAsync(
        async (_, client) =>
        {
            var error = await Should.ThrowAsync<McpProtocolException>(async () => await client.ReadResourceAsync(uri));

            error.ErrorCode.ShouldBe(McpErrorCode.InvalidParams);
            error.Data["code"]!.ToString().ShouldBe("NOT_FOUND");
        },
        ("Server:SchemaDownload", "false"));

    [Fact]
    public Task Prompts_Should_NameOnlyToolsThatExist_When_TheyAreRead() => McpGraph.RunAsync(static async (_, client) =>
    {
        var tools = (await client.ListToolsAsync()).Select(static tool => tool.Name).ToHashSet();
        var prompts = await client.ListPromptsAsync();

        prompts.Select(static prompt => prompt.Name).ShouldBe(["explain_portfolio", "what_changed", "compare_wallets", "explain_risks"]);
        foreach (var prompt in prompts)
        {
            var arguments = prompt.ProtocolPrompt.Arguments!.ToDictionary(static argument => argument.Name, static argument => (object?)(argument.Name == "since" ? "2025-01-31" : Wallets.Typical));
            var message = (await prompt.GetAsync(arguments)).Messages.ShouldHaveSingleItem();
            var text = message.Content.ShouldBeOfType<TextContentBlock>().Text;

            message.Role.ShouldBe(Role.User);
            text.ShouldContain("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
            var named = System.Text.RegularExpressions.Regex.Matches(text, @"\b(Wallet|Portfolio|Service)[A-Z]\w+").Select(static match => match.Value).ToList();
            named.ShouldNotBeEmpty();
            named.Except(tools).ShouldBeEmpty();
        }
    });

    [Fact]
    public Task Prompt_Should_HaveItsArguments_When_TheyAreValid() => McpGraph.RunAsync(static async (_, client) =>
    {
        var changed = await TextOfAsync(client, "what_changed", ("address", Wallets.Typical), ("since", "2025-01-31T01:00:00+01:00"));
        var explained = await TextOfAsync(client, "explain_portfolio", ("addresses", $"{Wallets.Typical}, {Wallets.Some(1)[0]}"));

        changed.ShouldContain("2025-01-31T00:00:00Z");
        explained.ShouldContain("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045, 0x00a1", Case.Insensitive);
    });

    [Fact]
    public Task Prompt_Should_HaveEachAddressOnce_When_AnySpaceSeparatesThem() => McpGraph.RunAsync(static async (_, client) =>
    {
        var text = await TextOfAsync(client, "compare_wallets", ("addresses", $"{Wallets.Typical}\t{Wallets.Some(1)[0]};\r\n{Wallets.Typical.ToUpperInvariant().Replace('X', 'x')}"));

        text.ShouldStartWith($"Compare these wallets side by side: 0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045, {Wallets.Some(1)[0]}.", Case.Insensitive);
    });

    [Theory]
    [InlineData("explain_portfolio", 3)]
    [InlineData("compare_wallets", 100)]
    public Task Prompt_Should_HaveTheLimitOfItsTool_When_ThereAreManyAddresses(string name, int limit) => McpGraph.RunAsync(
        async (_, client) =>
        {
            await TextOfAsync(client, name, ("addresses", string.Join(' ', Wallets.Some(limit))));
            var error = await Should.ThrowAsync<McpProtocolException>(() => TextOfAsync(client, name, ("addresses", string.Join(' ', Wallets.Some(limit + 1)))));

            error.Data["code"]!.ToString().ShouldBe("TOO_MANY_ADDRESSES");
            error.Message.ShouldContain($"at most {limit}");
        },
        ("Upstream:MaxAddressesPerCall", "3"));

    [Theory]
    [InlineData("2025-01-31", "2025-01-31T00:00:00Z")]
    [InlineData("2025-01-31T12:30", "2025-01-31T12:30:00Z")]
    [InlineData(" 2025-01-31T12:30:01.5Z ", "2025-01-31T12:30:01Z")]
    [InlineData("2025-01-31T01:00:00+01:00", "2025-01-31T00:00:00Z")]
    [InlineData("2015-07-30", "2015-07-30T00:00:00Z")]
    [InlineData("2025-07-01T12:00:00Z", "2025-07-01T12:00:00Z")]
    [InlineData("2025-07-01T13:00:00Z", null)]
    [InlineData("2015-07-29", null)]
    [InlineData("2099-01-01", null)]
    [InlineData("10 Jan", null)]
    [InlineData("12:00", null)]
    [InlineData("01/02/2025", null)]
    [InlineData("some time ago", null)]
    public async Task Prompt_Should_HaveTheTime_When_ItIsOfThePastInADocumentedForm(string since, string? expected)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled, time: new OffsetTimeProvider(new DateTimeOffset(2025, 7, 1, 12, 0, 0, TimeSpan.Zero)));
        await using var client = await McpGraph.ConnectAsync(graph);

        if (expected is not null)
        {
            (await TextOfAsync(client, "what_changed", ("address", Wallets.Typical), ("since", since))).ShouldContain($"since {expected}.");
            return;
        }

        var error = await Should.ThrowAsync<McpProtocolException>(() => TextOfAsync(client, "what_changed", ("address", Wallets.Typical), ("since", since)));
        error.Data["code"]!.ToString().ShouldBe("TIME_INVALID");
        error.Message.ShouldContain("since");
    }

    [Theory]
    [InlineData("explain_portfolio", "addresses", "0x12", "ADDRESS_INVALID")]
    [InlineData("explain_portfolio", "addresses", " , ", "NO_ADDRESSES")]
    [InlineData("explain_portfolio", "address", Wallets.Typical, "REQUEST_INVALID")]
    [InlineData("explain_risks", "address", Wallets.Typical + "," + Wallets.Typical, "ADDRESS_INVALID")]
    [InlineData("what_changed", "address", Wallets.Typical, "REQUEST_INVALID")]
    [InlineData("no_such_prompt", "address", Wallets.Typical, "NOT_FOUND")]
    public Task Prompt_Should_FailWithACode_When_ItOrAnArgumentIsInvalid(string name, string argument, string value, string code) => McpGraph.RunAsync(async (_, client) =>
    {
        var error = await Should.ThrowAsync<McpProtocolException>(() => TextOfAsync(client, name, (argument, value)));

        error.ErrorCode.ShouldBe(McpErrorCode.InvalidParams);
        error.Data["code"]!.ToString().ShouldBe(code);
        error.Message.ShouldNotContain(value);
    });

    // The newest version has no handshake, the older ones have one. Neither has a session.
    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Server_Should_DescribeItself_When_AClientConnects(string version)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);
        await using var client = await McpGraph.ConnectAsync(graph, version: version);

        client.NegotiatedProtocolVersion.ShouldBe(version);
        client.SessionId.ShouldBeNull();
        JsonSerializer.SerializeToElement(client.ServerCapabilities, McpJsonUtilities.DefaultOptions).EnumerateObject().Select(static capability => capability.Name).Order(StringComparer.Ordinal).ShouldBe(["prompts", "resources", "tools"]);
        client.ServerInfo.ShouldNotBeNull().Title.ShouldBe("PortfolioGraph");
        client.ServerInfo.Version.ShouldNotContain("+");
        client.ServerInstructions.ShouldNotBeNull().ShouldContain("Null means unknown");
        (await client.CallToolAsync("WalletTokens", McpGraph.ArgumentsOf(new { address = Wallets.Typical }))).IsError.ShouldNotBe(true);
    }

    private static async Task<string> TextOfAsync(ModelContextProtocol.Client.McpClient client, string name, params (string Name, string Value)[] arguments)
    {
        var result = await client.GetPromptAsync(name, arguments.ToDictionary(static argument => argument.Name, static argument => (object?)argument.Value));
        return result.Messages.ShouldHaveSingleItem().Content.ShouldBeOfType<TextContentBlock>().Text;
    }
}
