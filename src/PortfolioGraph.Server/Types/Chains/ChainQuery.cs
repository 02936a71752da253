using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Chains;

/// <summary>Filters by a chain.</summary>
public sealed class ChainFilter : FilterInputType<Chain>
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor<Chain> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Description("Filters by a chain. All given fields must match.");
        descriptor.Field(c => c.ChainId).Description("The EIP-155 chain id.");
        descriptor.Field(c => c.Name).Description("The display name.");
    }
}

/// <summary>Sorts by a chain.</summary>
public sealed class ChainSort : SortInputType<Chain>
{
    /// <inheritdoc />
    protected override void Configure(ISortInputTypeDescriptor<Chain> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Description("Sorts by one field of a chain.");
        descriptor.Field(c => c.ChainId).Description("The EIP-155 chain id.");
        descriptor.Field(c => c.Name).Description("The display name, by the UTF-16 code units of its letters.");
    }
}
