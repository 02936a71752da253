namespace PortfolioGraph.Core;

/// <summary>Data that is loaded together.</summary>
public enum Dataset
{
    /// <summary>Values and their breakdown.</summary>
    Value,

    /// <summary>Token holdings.</summary>
    Tokens,

    /// <summary>Decimals of the tokens held.</summary>
    TokenDecimals,

    /// <summary>Profit and loss of each token held.</summary>
    TokenProfitAndLoss,

    /// <summary>Positions in protocols.</summary>
    Positions,

    /// <summary>Locks, fees, rewards and impermanent loss of positions.</summary>
    PositionEconomics,

    /// <summary>Profit and loss of each position.</summary>
    PositionProfitAndLoss,

    /// <summary>Profit and loss in total and per chain.</summary>
    ProfitAndLoss,

    /// <summary>The supported chains.</summary>
    Chains,

    /// <summary>The supported protocols.</summary>
    Protocols,

    /// <summary>Value charts.</summary>
    Chart,

    /// <summary>Holdings at a past time.</summary>
    PastHoldings,

    /// <summary>Reports on holdings.</summary>
    Report,

    /// <summary>Compliance checks of addresses.</summary>
    Compliance,

    /// <summary>The status of the upstream service.</summary>
    ServiceStatus,
}

/// <summary>The names of datasets in errors and metrics.</summary>
public static class DatasetNames
{
    /// <summary>Returns the dataset's name.</summary>
    /// <param name="dataset">The dataset.</param>
    public static string ToName(this Dataset dataset) => dataset switch
    {
        Dataset.Value => "value",
        Dataset.Tokens => "tokens",
        Dataset.TokenDecimals => "tokenDecimals",
        Dataset.TokenProfitAndLoss => "tokenProfitAndLoss",
        Dataset.Positions => "positions",
        Dataset.PositionEconomics => "positionEconomics",
        Dataset.PositionProfitAndLoss => "positionProfitAndLoss",
        Dataset.ProfitAndLoss => "profitAndLoss",
        Dataset.Chains => "chains",
        Dataset.Protocols => "protocols",
        Dataset.Chart => "chart",
        Dataset.PastHoldings => "pastHoldings",
        Dataset.Report => "report",
        Dataset.Compliance => "compliance",
        Dataset.ServiceStatus => "service",
        _ => throw new ArgumentOutOfRangeException(nameof(dataset), dataset, "The dataset has no name. Add it to this method."),
    };
}
