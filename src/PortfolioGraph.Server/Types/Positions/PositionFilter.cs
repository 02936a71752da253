using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Chains;
using PortfolioGraph.Server.Types.Protocols;
using PortfolioGraph.Server.Types.Values;

namespace PortfolioGraph.Server.Types.Positions;

/// <summary>Filters positions.</summary>
public sealed class PositionFilter : FilterInputType<Position>
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor<Position> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Name("ProtocolPositionFilterInput");
        descriptor.Description("Filters the positions of a list. All given fields must match.");
        descriptor.Field(p => p.Chain).Type<ChainFilter>().Description("The chain the position is on.");
        descriptor.Field(p => p.Protocol).Type<ProtocolFilter>().Description("The protocol.");
        descriptor.Field(p => p.Kind).Description("The kind of the position.");
        descriptor.Field(p => p.Name).Description("The display name of the position or pool.");
        descriptor.Field(p => p.ContractAddress).Description("The contract that holds the position.");
        descriptor.Field(p => p.IsDebt).Description("Whether the position is a debt.");
        descriptor.Field(p => p.IsLocked.Value).Name("isLocked").Description("Whether the position cannot be withdrawn now; null if unknown.");
        descriptor.Field(p => p.Status).Description("Open or closed. Closed positions are in the list only with `includeClosed`.");
        descriptor.Field(p => p.ValueUsd).Description("The value in USD, negative for a debt; null if unpriced.");
        descriptor.Field(p => p.QueriedShare).Name("share").Description("The share of the value of the wallet, portfolio or chain slice, as a fraction, negative for a debt.");
        descriptor.Field(p => p.ProfitAndLoss.Value).Name("profitAndLoss").Type<ProfitAndLossFilter>().Description("The profit or loss since the position was opened.");
    }
}
