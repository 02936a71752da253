using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Values;

/// <summary>Filters by profit and loss.</summary>
public sealed class ProfitAndLossFilter : FilterInputType<ProfitAndLoss>
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor<ProfitAndLoss> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Description("Filters by profit or loss. Items without profit and loss never match, whatever the operation.");
        descriptor.Field(p => p.AbsoluteUsd).Description("The gain (positive) or loss (negative) in USD.");
        descriptor.Field(p => p.Roi).Description("The return as a fraction: 0.05 is 5 %.");
    }
}

/// <summary>Sorts by profit and loss.</summary>
public sealed class ProfitAndLossSort : SortInputType<ProfitAndLoss>
{
    /// <inheritdoc />
    protected override void Configure(ISortInputTypeDescriptor<ProfitAndLoss> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Description("Sorts by one figure of the profit or loss. Items without the figure are last.");
        descriptor.Field(p => p.AbsoluteUsd).Description("The gain (positive) or loss (negative) in USD.");
        descriptor.Field(p => p.Roi).Description("The return as a fraction.");
    }
}
