using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Splits tokens into two rows if the switch <see cref="SandboxOptions.TokenRows"/> requires it.</summary>
internal static class TokenRowSplitter
{
    private const long Polygon = 137;
    private const string PolygonNative = "0x0000000000000000000000000000000000001010";

    /// <summary>Returns one or two rows for each token.</summary>
    public static IEnumerable<Asset> Apply(RouteRequest request, IEnumerable<Asset> tokens) =>
        request.Options.TokenRows == TokenRowForm.One ? tokens : tokens.SelectMany(Split);

    private static Asset[] Split(Asset token)
    {
        var (first, second) = token.SplitInHalf();
        var contract = token.Key.Contract switch
        {
            Token.NativeAddress => token.Key.ChainId == Polygon ? PolygonNative : Token.ZeroAddress,
            var other => "0x" + other[2..].ToUpperInvariant(),
        };
        return [first, second with { Key = token.Key with { Contract = contract } }];
    }
}
