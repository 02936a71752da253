namespace PortfolioGraph.Sandbox.Wire;

/// <summary>The 11 routes of v5.0 and the 12 of v4.</summary>
internal static class Routes
{
    private const Reads Ranged = Reads.Wallets | Reads.Timerange;

    public static readonly IReadOnlyList<Route> All =
    [
        new("v5.0/general/status", Reads.Nothing, Envelope.NullMeta, V5Answers.Status),
        new("v5.0/general/address_check", Reads.Wallets, Envelope.NullMeta, V5Answers.AddressCheck),
        new("v5.0/general/supported_chains", Reads.Nothing, Envelope.NullMeta, V5Answers.SupportedChains) { IsBareInOpenApi = true },
        new("v5.0/general/supported_protocols", Reads.Nothing, Envelope.NullMeta, V5Answers.SupportedProtocols),
        new("v5.0/general/current_value", Reads.Wallets, Envelope.Wrapped, V5Answers.CurrentValue),
        new("v5.0/general/chart", Ranged, Envelope.Chart, ChartAnswer.Write),
        new("v5.0/general/report", Reads.Addresses | Reads.ChainId | Reads.Timerange | Reads.Closed, Envelope.Text, (_, _) => { }) { Csv = ReportAnswer.Csv },
        new("v5.0/protocols/snapshot", Reads.Wallets | Reads.Timestamp, Envelope.Wrapped, V5Rows.ProtocolSnapshot),
        new("v5.0/protocols/metrics", Reads.Wallets | Reads.PositionFilter, Envelope.Wrapped, V5Rows.ProtocolMetrics),
        new("v5.0/tokens/snapshot", Reads.Wallets | Reads.Timestamp, Envelope.Wrapped, V5Rows.TokenSnapshot) { IsBareInOpenApi = true },
        new("v5.0/tokens/metrics", Ranged, Envelope.Wrapped, V5Rows.TokenMetrics),
        new("v4/general/is_available", Reads.Nothing, Envelope.ResultOnly, V4Answers.IsAvailable),
        new("v4/general/supported_chains", Reads.Nothing, Envelope.ResultOnly, V4Answers.SupportedChains),
        new("v4/general/supported_protocols", Reads.Nothing, Envelope.ResultOnly, V4Answers.SupportedProtocols),
        new("v4/general/current_value", Reads.Wallets, Envelope.Wrapped, V4Answers.CurrentValue),
        new("v4/general/profit_and_loss", Ranged, Envelope.Wrapped, (a, json) => V4Answers.ProfitAndLoss(a, json, a.Book.All)),
        new("v4/general/value_chart", Ranged, Envelope.Chart, ChartAnswer.Write),
        new("v4/overview/protocols/current_value", Reads.Wallets, Envelope.Wrapped, V4Answers.ProtocolValues),
        new("v4/overview/protocols/profit_and_loss", Ranged, Envelope.Wrapped, (a, json) => V4Answers.ProfitAndLoss(a, json, a.Book.Positions)),
        new("v4/overview/protocols/details", Reads.Wallets | Reads.Closed, Envelope.Wrapped, V4Details.Protocols),
        new("v4/overview/erc20/current_value", Reads.Wallets, Envelope.Wrapped, V4Answers.TokenValues),
        new("v4/overview/erc20/profit_and_loss", Ranged, Envelope.Wrapped, (a, json) => V4Answers.ProfitAndLoss(a, json, a.Book.Tokens)),
        new("v4/overview/erc20/details", Ranged | Reads.Closed, Envelope.Wrapped, V4Details.Tokens),
    ];
}
