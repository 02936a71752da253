using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Chains;
using PortfolioGraph.Server.Types.Protocols;
using PortfolioGraph.Server.Types.Values;

namespace PortfolioGraph.Server.Types.Positions;

/// <summary>Sorts positions.</summary>
public sealed class PositionSort : SortInputType<Position>
{
    /// <inheritdoc />
    protected override void Configure(ISortInputTypeDescriptor<Position> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Name("ProtocolPositionSortInput");
        descriptor.Description("Sorts the positions of a list. Set one key per object; give each further key an object of its own in the list.");
        descriptor.Field(p => p.Chain).Type<ChainSort>().Description("The chain the position is on.");
        descriptor.Field(p => p.Protocol).Type<ProtocolSort>().Description("The protocol.");
        descriptor.Field(p => p.Kind).Description("The kind of the position, in the order in which the schema lists the kinds.");
        descriptor.Field(p => p.Name).Description("The display name of the position or pool, by the UTF-16 code units of its letters.");
        descriptor.Field(p => p.ValueUsd).Description("The value in USD, negative for a debt.");
        descriptor.Field(p => p.QueriedShare).Name("share").Description("The share of the value of the wallet, portfolio or chain slice.");
        descriptor.Field(p => p.ProfitAndLoss.Value).Name("profitAndLoss").Type<ProfitAndLossSort>().Description("The profit or loss since the position was opened.");
    }
}
