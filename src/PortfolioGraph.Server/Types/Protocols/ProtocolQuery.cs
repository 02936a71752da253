using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Protocols;

/// <summary>Filters by a protocol.</summary>
public sealed class ProtocolFilter : FilterInputType<Protocol>
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor<Protocol> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Description("Filters by a protocol. All given fields must match.");
        descriptor.Field(p => p.ProtocolId).Description("The protocol's id, for example aavev3.");
        descriptor.Field(p => p.Name).Description("The display name.");
    }
}

/// <summary>Sorts by a protocol.</summary>
public sealed class ProtocolSort : SortInputType<Protocol>
{
    /// <inheritdoc />
    protected override void Configure(ISortInputTypeDescriptor<Protocol> descriptor)
    {
        descriptor.BindFieldsExplicitly();
        descriptor.Description("Sorts by one field of a protocol.");
        descriptor.Field(p => p.ProtocolId).Description("The protocol's id.");
        descriptor.Field(p => p.Name).Description("The display name, by the UTF-16 code units of its letters.");
    }
}
