using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Filters;

namespace PortfolioGraph.Server.Engine;

/// <summary>Filters and sorts on this engine, whose text operations ignore case and which sorts null last.</summary>
internal static class DataConventions
{
    /// <summary>Sets the operations of filters by the types of the members.</summary>
    /// <param name="graph">The builder of the server.</param>
    public static IRequestExecutorBuilder AddPortfolioData(this IRequestExecutorBuilder graph) => graph.AddFiltering(static convention => convention
        .AddDefaults()
        .BindRuntimeType<decimal, DecimalFilter>()
        .BindRuntimeType<int, IdentifierFilter>()
        .BindRuntimeType<string, TextFilter>()
        .BindRuntimeType<BigDecimal, BigDecimalFilter>()
        .BindRuntimeType<Address, AddressFilter>());
}
