using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Values;

/// <summary>Profit or loss, realized plus unrealized.</summary>
[ObjectType<ProfitAndLoss>]
public static partial class ProfitAndLossNode
{
    static partial void Configure(IObjectTypeDescriptor<ProfitAndLoss> descriptor) => descriptor.Ignore(p => p.RoiFailure);

    /// <summary>The return on the invested amount as a fraction: 0.05 is 5 %. Null if the data source has no figure, with an error if only the gain could be loaded. Returns cannot be added or averaged.</summary>
    public static decimal? GetRoi([Parent] ProfitAndLoss gain, IResolverContext _) => new ValueOrFailure<decimal?>(gain.Roi, gain.RoiFailure).ValueOrThrow();
}
