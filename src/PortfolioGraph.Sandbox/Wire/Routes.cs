namespace PortfolioGraph.Sandbox.Wire;

/// <summary>The routes of v5.0 and v4.</summary>
internal static class Routes
{
    private const QueryParameters CommonWithRange = QueryParameters.Common | QueryParameters.Timerange;

    public static readonly IReadOnlyList<Route> All =
    [
        new("v5.0/general/status", QueryParameters.None, Envelope.NullMeta, V5GeneralWriter.Status),
        new("v5.0/general/address_check", QueryParameters.Common, Envelope.NullMeta, V5GeneralWriter.AddressCheck),
        new("v5.0/general/supported_chains", QueryParameters.None, Envelope.NullMeta, V5GeneralWriter.SupportedChains) { IsBareInOpenApi = true },
        new("v5.0/general/supported_protocols", QueryParameters.None, Envelope.NullMeta, V5GeneralWriter.SupportedProtocols),
        new("v5.0/general/current_value", QueryParameters.Common, Envelope.Wrapped, V5GeneralWriter.CurrentValue),
        new("v5.0/general/chart", CommonWithRange, Envelope.Chart, ChartWriter.Write),
        new("v5.0/general/report", QueryParameters.Addresses | QueryParameters.ChainId | QueryParameters.Timerange | QueryParameters.Closed, Envelope.Text, (_, _) => { }) { Csv = ReportWriter.Csv },
        new("v5.0/protocols/snapshot", QueryParameters.Common | QueryParameters.Timestamp, Envelope.Wrapped, V5RowWriter.ProtocolSnapshot),
        new("v5.0/protocols/metrics", QueryParameters.Common | QueryParameters.PositionFilter, Envelope.Wrapped, V5RowWriter.ProtocolMetrics),
        new("v5.0/tokens/snapshot", QueryParameters.Common | QueryParameters.Timestamp, Envelope.Wrapped, V5RowWriter.TokenSnapshot) { IsBareInOpenApi = true },
        new("v5.0/tokens/metrics", CommonWithRange, Envelope.Wrapped, V5RowWriter.TokenMetrics),
        new("v4/general/is_available", QueryParameters.None, Envelope.ResultOnly, V4OverviewWriter.IsAvailable),
        new("v4/general/supported_chains", QueryParameters.None, Envelope.ResultOnly, V4OverviewWriter.SupportedChains),
        new("v4/general/supported_protocols", QueryParameters.None, Envelope.ResultOnly, V4OverviewWriter.SupportedProtocols),
        new("v4/general/current_value", QueryParameters.Common, Envelope.Wrapped, V4OverviewWriter.CurrentValue),
        new("v4/general/profit_and_loss", CommonWithRange, Envelope.Wrapped, (a, json) => V4OverviewWriter.ProfitAndLoss(a, json, a.Assets.All)),
        new("v4/general/value_chart", CommonWithRange, Envelope.Chart, ChartWriter.Write),
        new("v4/overview/protocols/current_value", QueryParameters.Common, Envelope.Wrapped, V4OverviewWriter.ProtocolValues),
        new("v4/overview/protocols/profit_and_loss", CommonWithRange, Envelope.Wrapped, (a, json) => V4OverviewWriter.ProfitAndLoss(a, json, a.Assets.Positions)),
        new("v4/overview/protocols/details", QueryParameters.Common | QueryParameters.Closed, Envelope.Wrapped, V4DetailsWriter.Protocols),
        new("v4/overview/erc20/current_value", QueryParameters.Common, Envelope.Wrapped, V4OverviewWriter.TokenValues),
        new("v4/overview/erc20/profit_and_loss", CommonWithRange, Envelope.Wrapped, (a, json) => V4OverviewWriter.ProfitAndLoss(a, json, a.Assets.Tokens)),
        new("v4/overview/erc20/details", CommonWithRange | QueryParameters.Closed, Envelope.Wrapped, V4DetailsWriter.Tokens),
    ];
}
