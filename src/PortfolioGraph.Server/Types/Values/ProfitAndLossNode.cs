using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Values;

/// <summary>Gain or loss, realized and unrealized together.</summary>
[ObjectType<ProfitAndLoss>]
public static partial class ProfitAndLossNode
{
    static partial void Configure(IObjectTypeDescriptor<ProfitAndLoss> descriptor) => descriptor.Ignore(p => p.RoiFailure);

    /// <summary>Return on what came in, as a fraction: 0.05 is 5 %. Null where the data source gives none, with an error where only the gain could be loaded. It cannot be added or averaged.</summary>
    public static decimal? GetRoi([Parent] ProfitAndLoss gain, IResolverContext context) => new ValueOrFailure<decimal?>(gain.Roi, gain.RoiFailure).ValueOrThrow();
}
