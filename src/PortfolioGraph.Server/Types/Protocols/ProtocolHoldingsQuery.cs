using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Values;

namespace PortfolioGraph.Server.Types.Protocols;

/// <summary>Filters the holdings in protocols.</summary>
public sealed class ProtocolHoldingsFilter : FilterInputType<ProtocolHoldings>
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor<ProtocolHoldings> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Description("Filters the protocols of a list. All given fields must match.");
        descriptor.Field(p => p.Protocol).Type<ProtocolFilter>().Description("The protocol.");
        descriptor.Field(p => p.ValueUsd).Description("The total value of the positions in USD; null if no position is priced.");
        descriptor.Field(p => p.QueriedShare).Name("share").Description("The share of the value of the wallet, portfolio or chain slice, as a fraction: 0.25 is 25 %.");
        descriptor.Field(p => p.ProfitAndLoss.Value).Name("profitAndLoss").Type<ProfitAndLossFilter>().Description("The sum of the profit or loss of the positions.");
    }
}

/// <summary>Sorts the holdings in protocols.</summary>
public sealed class ProtocolHoldingsSort : SortInputType<ProtocolHoldings>
{
    /// <inheritdoc />
    protected override void Configure(ISortInputTypeDescriptor<ProtocolHoldings> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Description("Sorts the protocols of a list. Set one key per object; give each further key an object of its own in the list.");
        descriptor.Field(p => p.Protocol).Type<ProtocolSort>().Description("The protocol.");
        descriptor.Field(p => p.ValueUsd).Description("The total value of the positions in USD.");
        descriptor.Field(p => p.QueriedShare).Name("share").Description("The share of the value of the wallet, portfolio or chain slice.");
        descriptor.Field(p => p.ProfitAndLoss.Value).Name("profitAndLoss").Type<ProfitAndLossSort>().Description("The sum of the profit or loss of the positions.");
    }
}
