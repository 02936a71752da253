namespace PortfolioGraph.Sandbox.Wire;

/// <summary>The 11 routes of v5.0 and the 12 of v4.</summary>
internal static class Routes
{
    private const QueryParameters Ranged = QueryParameters.Wallets | QueryParameters.Timerange;

    public static readonly IReadOnlyList<Route> All =
    [
        new("v5.0/general/status", QueryParameters.Nothing, Envelope.NullMeta, V5GeneralWriter.Status),
        new("v5.0/general/address_check", QueryParameters.Wallets, Envelope.NullMeta, V5GeneralWriter.AddressCheck),
        new("v5.0/general/supported_chains", QueryParameters.Nothing, Envelope.NullMeta, V5GeneralWriter.SupportedChains) { IsBareInOpenApi = true },
        new("v5.0/general/supported_protocols", QueryParameters.Nothing, Envelope.NullMeta, V5GeneralWriter.SupportedProtocols),
        new("v5.0/general/current_value", QueryParameters.Wallets, Envelope.Wrapped, V5GeneralWriter.CurrentValue),
        new("v5.0/general/chart", Ranged, Envelope.Chart, ChartWriter.Write),
        new("v5.0/general/report", QueryParameters.Addresses | QueryParameters.ChainId | QueryParameters.Timerange | QueryParameters.Closed, Envelope.Text, (_, _) => { }) { Csv = ReportWriter.Csv },
        new("v5.0/protocols/snapshot", QueryParameters.Wallets | QueryParameters.Timestamp, Envelope.Wrapped, V5RowWriter.ProtocolSnapshot),
        new("v5.0/protocols/metrics", QueryParameters.Wallets | QueryParameters.PositionFilter, Envelope.Wrapped, V5RowWriter.ProtocolMetrics),
        new("v5.0/tokens/snapshot", QueryParameters.Wallets | QueryParameters.Timestamp, Envelope.Wrapped, V5RowWriter.TokenSnapshot) { IsBareInOpenApi = true },
        new("v5.0/tokens/metrics", Ranged, Envelope.Wrapped, V5RowWriter.TokenMetrics),
        new("v4/general/is_available", QueryParameters.Nothing, Envelope.ResultOnly, V4OverviewWriter.IsAvailable),
        new("v4/general/supported_chains", QueryParameters.Nothing, Envelope.ResultOnly, V4OverviewWriter.SupportedChains),
        new("v4/general/supported_protocols", QueryParameters.Nothing, Envelope.ResultOnly, V4OverviewWriter.SupportedProtocols),
        new("v4/general/current_value", QueryParameters.Wallets, Envelope.Wrapped, V4OverviewWriter.CurrentValue),
        new("v4/general/profit_and_loss", Ranged, Envelope.Wrapped, (a, json) => V4OverviewWriter.ProfitAndLoss(a, json, a.Book.All)),
        new("v4/general/value_chart", Ranged, Envelope.Chart, ChartWriter.Write),
        new("v4/overview/protocols/current_value", QueryParameters.Wallets, Envelope.Wrapped, V4OverviewWriter.ProtocolValues),
        new("v4/overview/protocols/profit_and_loss", Ranged, Envelope.Wrapped, (a, json) => V4OverviewWriter.ProfitAndLoss(a, json, a.Book.Positions)),
        new("v4/overview/protocols/details", QueryParameters.Wallets | QueryParameters.Closed, Envelope.Wrapped, V4DetailsWriter.Protocols),
        new("v4/overview/erc20/current_value", QueryParameters.Wallets, Envelope.Wrapped, V4OverviewWriter.TokenValues),
        new("v4/overview/erc20/profit_and_loss", Ranged, Envelope.Wrapped, (a, json) => V4OverviewWriter.ProfitAndLoss(a, json, a.Book.Tokens)),
        new("v4/overview/erc20/details", Ranged | QueryParameters.Closed, Envelope.Wrapped, V4DetailsWriter.Tokens),
    ];
}
