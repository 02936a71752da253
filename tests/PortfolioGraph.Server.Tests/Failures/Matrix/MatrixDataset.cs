using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>A dataset as a field of the graph. Each has its own wallet, so that a fault can affect it alone.</summary>
/// <param name="Name">The alias of the field in the operation.</param>
/// <param name="Datasets">The loaded datasets.</param>
/// <param name="Wallet">The address of the wallet; null if the dataset does not belong to a wallet.</param>
/// <param name="Selection">The selected field, which has the alias <c>data</c> below a wallet.</param>
/// <param name="Primary">The endpoints of the primary route.</param>
/// <param name="Fallback">The endpoints of the fallback route; empty if there is none.</param>
internal sealed record MatrixDataset(string Name, Dataset[] Datasets, string? Wallet, string Selection, string[] Primary, params string[] Fallback)
{
    /// <summary>The path below the field of the errors that remain after a fallback; null if the fallback has everything.</summary>
    public string? MissingInFallback { get; init; }

    /// <summary>Whether a complete stale value is preferred to an incomplete value of the fallback.</summary>
    public bool PrefersStale => MissingInFallback is not (null or "roi");

    /// <summary>The path below the field of the errors if all routes fail; null for the field itself.</summary>
    public string? PartialField { get; init; }

    /// <summary>Whether the response is a list of rows, which may be empty.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether the response is a table. Damaged JSON is then a response of unexpected shape, which is not retried.</summary>
    public bool IsTable { get; init; }

    /// <summary>The path of the field in the response.</summary>
    public string Path => Wallet is null ? Name : $"{Name}.data";

    public bool HasFallback => Fallback.Length > 0;

    /// <summary>The part of the operation that selects this dataset.</summary>
    public string OperationText => Wallet is null ? $"{Name}: {Selection}" : $"{Name}: wallet(address: \"{Wallet}\") {{ data: {Selection} }}";

    public static IReadOnlyList<MatrixDataset> All { get; } =
    [
        new("value", [Dataset.Value], Wallets.Some(20)[11], "valueUsd", ["v5.0/general/current_value"], "v4/general/current_value"),
        new("breakdown", [Dataset.Value], Wallets.Some(20)[12], "breakdown { totalUsd byChain { chain { chainId } valueUsd } byCategory { category valueUsd } source { state } }",
            ["v5.0/general/current_value"], "v4/general/current_value", "v4/overview/erc20/current_value", "v4/overview/protocols/current_value"),
        new("tokens", [Dataset.Tokens, Dataset.TokenProfitAndLoss], SandboxPersonas.Closed, "tokens(first: 5, range: ONE_WEEK) { nodes { token { symbol } valueUsd profitAndLoss { absoluteUsd } } source { state } }",
            ["v4/overview/erc20/details"], "v5.0/tokens/snapshot", "v5.0/tokens/metrics") { IsList = true },
        new("decimals", [Dataset.TokenDecimals], SandboxPersonas.Typical, "tokens(first: 5) { nodes { token { symbol decimals } valueUsd } source { state } }",
            ["v5.0/tokens/snapshot"], "v4/overview/erc20/details") { MissingInFallback = "token.decimals", IsList = true },
        new("separateDecimals", [Dataset.TokenDecimals], SandboxPersonas.JointFirst, "tokens(first: 5) { nodes { token { symbol decimals } profitAndLoss { absoluteUsd } } source { state } }",
            ["v5.0/tokens/snapshot"]) { PartialField = "token.decimals" },
        new("positions", [Dataset.Positions, Dataset.PositionProfitAndLoss], SandboxPersonas.Debtor, "positions(first: 5) { nodes { name valueUsd profitAndLoss { absoluteUsd } } source { state } }",
            ["v4/overview/protocols/details"], "v5.0/protocols/snapshot", "v5.0/protocols/metrics") { IsList = true },
        new("economics", [Dataset.PositionEconomics], SandboxPersonas.LiquidityProvider, "positions(first: 5) { nodes { name valueUsd economics { holdingTimeDays claimedFeesUsd } } source { state } }",
            ["v5.0/protocols/snapshot", "v5.0/protocols/metrics"], "v4/overview/protocols/details") { MissingInFallback = "economics", IsList = true },
        new("profitAndLoss", [Dataset.ProfitAndLoss], Wallets.Some(20)[13], "profitAndLoss(range: ONE_MONTH) { absoluteUsd roi source { state } }",
            ["v4/general/profit_and_loss"], "v4/overview/erc20/profit_and_loss", "v4/overview/protocols/profit_and_loss") { MissingInFallback = "roi", IsList = true },
        new("chart", [Dataset.Chart], Wallets.Some(20)[14], "chart { points { time valueUsd } source { state } }",
            ["v4/general/value_chart"], "v5.0/general/chart") { IsList = true },
        new("past", [Dataset.PastHoldings], Wallets.Some(20)[15], "at(time: \"2025-01-01T00:00:00Z\") { valueUsd tokens { nodes { valueUsd } } positions { nodes { valueUsd } } source { state } }",
            ["v5.0/tokens/snapshot", "v5.0/protocols/snapshot"]) { IsList = true },
        new("compliance", [Dataset.Compliance], SandboxPersonas.Denied, "compliance { verdict reason source { state } }", ["v5.0/general/address_check"]),
        new("report", [Dataset.Report], Wallets.Some(20)[16], "report { csv source { state } }", ["v5.0/general/report"]) { IsTable = true },
        new("portfolioService", [Dataset.ServiceStatus], null, "portfolioService { isAvailable source { state } }", ["v5.0/general/status"], "v4/general/is_available"),
        new("chains", [Dataset.Chains], null, "chains { chainId name nativeToken { symbol } }", ["v5.0/general/supported_chains"], "v4/general/supported_chains") { IsList = true },
        new("protocols", [Dataset.Protocols], null, "protocols { protocolId name }", ["v5.0/general/supported_protocols"], "v4/general/supported_protocols") { IsList = true },
    ];

    /// <summary>The operation that selects all datasets.</summary>
    public static string Operation { get; } = $"{{ {string.Join(' ', All.Select(dataset => dataset.OperationText))} }}";

    public static MatrixDataset Get(string name) => All.Single(dataset => dataset.Name == name);

    /// <summary>Whether a request is for this dataset and one of the endpoints.</summary>
    public bool Matches(string request, IEnumerable<string> endpoints) =>
        endpoints.Contains(request.Split('?')[0]) && (Wallet is null || request.Contains(Wallet, StringComparison.OrdinalIgnoreCase));
}
