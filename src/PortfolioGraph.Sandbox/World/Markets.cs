namespace PortfolioGraph.Sandbox.World;

/// <summary>The markets of well-known assets. Prices are invented round figures of the right size.</summary>
internal static class Markets
{
    private static readonly Dictionary<string, Market> ById = new Market[]
    {
        new("ETH", 3200m, 1m), new("STETH", 3195m, 1m), new("WSTETH", 3840m, 1m), new("RETH", 3620m, 1m), new("CBETH", 3510m, 1m),
        new("BTC", 98000m, 0.8m), new("BNB", 640m, 0.8m), new("POL", 0.45m, 1.1m), new("S", 0.52m, 1.2m), new("FTM", 0.48m, 1.2m),
        new("KAIA", 0.15m, 1m), new("AVAX", 28m, 1.2m), new("SAVAX", 33.6m, 1.2m),
        new("USDC", 1m, 0m), new("USDT", 1m, 0m), new("DAI", 1m, 0m), new("USDE", 1m, 0m), new("SUSDE", 1.17m, 0m),
        new("LINK", 18.5m, 1.1m), new("UNI", 9.2m, 1.2m), new("AAVE", 240m, 1.2m), new("1INCH", 0.31m, 1m), new("ENS", 22m, 1.2m),
        new("LDO", 1.25m, 1.3m), new("MKR", 1650m, 1m), new("CRV", 0.62m, 1.3m), new("PEPE", 0.0000118m, 1.4m),
        new("SHIB", 0.0000142m, 1.2m), new("COMP", 55m, 1.1m), new("GRT", 0.13m, 1.2m), new("RPL", 7.8m, 1.2m), new("GNO", 180m, 0.9m),
        new("OP", 1.1m, 1.3m), new("ARB", 0.48m, 1.3m), new("GMX", 17m, 1.2m), new("AERO", 0.85m, 1.4m), new("VELO", 0.062m, 1.4m),
        new("ZK", 0.07m, 1.3m), new("CAKE", 2.6m, 1.1m), new("AURORA", 0.11m, 1.3m), new("EIGEN", 1.4m, 1.3m), new("PENDLE", 4.4m, 1.4m),
        new("QI", 0.012m, 1.2m), new("XVS", 6.2m, 1.1m), new("MORPHO", 1.5m, 1.2m), new("ENA", 0.55m, 1.4m), new("QUICK", 0.024m, 1.3m),
    }.ToDictionary(m => m.Id);

    /// <summary>The market of tokens nobody quotes.</summary>
    public static readonly Market None = new("none", 0m, 0m);

    public static Market Get(string id) => ById[id];
}
