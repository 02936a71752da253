using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>A dataset as the graph gives it, with a wallet of its own, so that a fault can be played on it alone.</summary>
/// <param name="Name">Its name in the operation.</param>
/// <param name="Of">What is loaded.</param>
/// <param name="Wallet">Whose; null where it is nobody's.</param>
/// <param name="Selection">The field, its alias <c>data</c> below a wallet.</param>
/// <param name="First">The endpoints of the first choice.</param>
/// <param name="Second">The endpoints of what is fallen back to; none where nothing is.</param>
internal sealed record MatrixDataset(string Name, Dataset[] Of, string? Wallet, string Selection, string[] First, params string[] Second)
{
    /// <summary>Where the errors stand that remain when the second choice answers, below the field; null where it has everything.</summary>
    public string? SecondLacks { get; init; }

    /// <summary>Whether an older answer is preferred to what the second choice has, since it lacks something.</summary>
    public bool IsOldWholeBetter => SecondLacks is not (null or "roi");

    /// <summary>Where the errors stand when nothing answers, below the field; null for the field itself.</summary>
    public string? OnlyPart { get; init; }

    /// <summary>Whether the answer is rows, of which there may be none.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether the answer is a table, which JSON never is: damaged JSON is another form to it, and is not asked for again.</summary>
    public bool IsTable { get; init; }

    /// <summary>The field's place in the answer.</summary>
    public string Path => Wallet is null ? Name : $"{Name}.data";

    public bool HasSecond => Second.Length > 0;

    /// <summary>Its part of the operation.</summary>
    public string Text => Wallet is null ? $"{Name}: {Selection}" : $"{Name}: wallet(address: \"{Wallet}\") {{ data: {Selection} }}";

    public static IReadOnlyList<MatrixDataset> All { get; } =
    [
        new("value", [Dataset.Value], Wallets.Some(20)[11], "valueUsd", ["v5.0/general/current_value"], "v4/general/current_value"),
        new("breakdown", [Dataset.Value], Wallets.Some(20)[12], "breakdown { totalUsd byChain { chain { chainId } valueUsd } byCategory { category valueUsd } source { state } }",
            ["v5.0/general/current_value"], "v4/general/current_value", "v4/overview/erc20/current_value", "v4/overview/protocols/current_value"),
        new("tokens", [Dataset.Tokens, Dataset.TokenProfitAndLoss], SandboxPersonas.Closed, "tokens(first: 5, range: ONE_WEEK) { nodes { token { symbol } valueUsd profitAndLoss { absoluteUsd } } source { state } }",
            ["v4/overview/erc20/details"], "v5.0/tokens/snapshot", "v5.0/tokens/metrics") { IsList = true },
        new("decimals", [Dataset.TokenDecimals], SandboxPersonas.Typical, "tokens(first: 5) { nodes { token { symbol decimals } valueUsd } source { state } }",
            ["v5.0/tokens/snapshot"], "v4/overview/erc20/details") { SecondLacks = "token.decimals", IsList = true },
        new("decimalsBeside", [Dataset.TokenDecimals], SandboxPersonas.JointFirst, "tokens(first: 5) { nodes { token { symbol decimals } profitAndLoss { absoluteUsd } } source { state } }",
            ["v5.0/tokens/snapshot"]) { OnlyPart = "token.decimals" },
        new("positions", [Dataset.Positions, Dataset.PositionProfitAndLoss], SandboxPersonas.Debtor, "positions(first: 5) { nodes { name valueUsd profitAndLoss { absoluteUsd } } source { state } }",
            ["v4/overview/protocols/details"], "v5.0/protocols/snapshot", "v5.0/protocols/metrics") { IsList = true },
        new("economics", [Dataset.PositionEconomics], SandboxPersonas.LiquidityProvider, "positions(first: 5) { nodes { name valueUsd economics { holdingTimeDays claimedFeesUsd } } source { state } }",
            ["v5.0/protocols/snapshot", "v5.0/protocols/metrics"], "v4/overview/protocols/details") { SecondLacks = "economics", IsList = true },
        new("profitAndLoss", [Dataset.ProfitAndLoss], Wallets.Some(20)[13], "profitAndLoss(range: ONE_MONTH) { absoluteUsd roi source { state } }",
            ["v4/general/profit_and_loss"], "v4/overview/erc20/profit_and_loss", "v4/overview/protocols/profit_and_loss") { SecondLacks = "roi", IsList = true },
        new("chart", [Dataset.Chart], Wallets.Some(20)[14], "chart { points { time valueUsd } source { state } }",
            ["v4/general/value_chart"], "v5.0/general/chart") { IsList = true },
        new("past", [Dataset.PastHoldings], Wallets.Some(20)[15], "at(time: \"2025-01-01T00:00:00Z\") { valueUsd tokens { valueUsd } positions { valueUsd } source { state } }",
            ["v5.0/tokens/snapshot", "v5.0/protocols/snapshot"]) { IsList = true },
        new("compliance", [Dataset.Compliance], SandboxPersonas.Denied, "compliance { verdict reason source { state } }", ["v5.0/general/address_check"]),
        new("report", [Dataset.Report], Wallets.Some(20)[16], "report { csv source { state } }", ["v5.0/general/report"]) { IsTable = true },
        new("service", [Dataset.ServiceStatus], null, "service { isAvailable source { state } }", ["v5.0/general/status"], "v4/general/is_available"),
        new("chains", [Dataset.Chains], null, "chains { chainId name nativeToken { symbol } }", ["v5.0/general/supported_chains"], "v4/general/supported_chains") { IsList = true },
        new("protocols", [Dataset.Protocols], null, "protocols { protocolId name }", ["v5.0/general/supported_protocols"], "v4/general/supported_protocols") { IsList = true },
    ];

    /// <summary>Everything in one operation.</summary>
    public static string Operation { get; } = $"{{ {string.Join(' ', All.Select(dataset => dataset.Text))} }}";

    public static MatrixDataset Named(string name) => All.Single(dataset => dataset.Name == name);

    /// <summary>Whether a request is made for this dataset by one of the endpoints.</summary>
    public bool Asks(string request, IEnumerable<string> endpoints) =>
        endpoints.Contains(request.Split('?')[0]) && (Wallet is null || request.Contains(Wallet, StringComparison.OrdinalIgnoreCase));
}
