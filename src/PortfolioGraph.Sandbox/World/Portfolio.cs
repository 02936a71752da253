namespace PortfolioGraph.Sandbox.World;

/// <summary>All assets that an address holds or held.</summary>
internal sealed record Portfolio(string Address, IReadOnlyList<Asset> Assets)
{
    private static readonly Dictionary<string, Lazy<Portfolio>> Named = PersonaPortfolios.All.ToDictionary(
        p => p.Key,
        p => new Lazy<Portfolio>(() => p.Value(p.Key)));

    /// <summary>Returns the portfolio of an address in lower case. Every address has a portfolio.</summary>
    public static Portfolio ForAddress(string address) =>
        Named.TryGetValue(address, out var named) ? named.Value : PortfolioGenerator.Generate(address);
}

/// <summary>The assets of one request: several addresses merged, on one chain or on all chains.</summary>
internal sealed class AssetView
{
    public AssetView(IReadOnlyList<string> addresses, long? chainId)
    {
        Addresses = addresses;
        ChainId = chainId;
        var all = addresses
            .SelectMany(a => Portfolio.ForAddress(a).Assets)
            .Where(a => chainId is null || a.Key.ChainId == chainId)
            .ToList();
        PositionsByOwner = Sorted(all.Where(a => a.Product is not null));
        Positions = Merged(PositionsByOwner);
        TokensByOwner = Sorted(all.Where(a => a.Token is not null));
        Tokens = Merged(TokensByOwner);
        _byAddress = all.ToLookup(a => a.Owners[0]);
    }

    private readonly ILookup<string, Asset> _byAddress;

    /// <summary>The distinct addresses in lower case, in request order.</summary>
    public IReadOnlyList<string> Addresses { get; }

    public long? ChainId { get; }

    /// <summary>One asset for each chain and token, with owners merged.</summary>
    public IReadOnlyList<Asset> Tokens { get; }

    /// <summary>One asset for each chain, token and owner.</summary>
    public IReadOnlyList<Asset> TokensByOwner { get; }

    /// <summary>One asset for each position, with owners merged.</summary>
    public IReadOnlyList<Asset> Positions { get; }

    /// <summary>One asset for each position and owner.</summary>
    public IReadOnlyList<Asset> PositionsByOwner { get; }

    public IEnumerable<Asset> All => Tokens.Concat(Positions);

    public decimal ValueOf(string address) => _byAddress[address].Sum(a => a.ValueUsd);

    /// <summary>Returns the chains of the assets in the service's order, or only the requested chain.</summary>
    public IReadOnlyList<long> ChainsOf(IEnumerable<Asset> assets) =>
        ChainId is { } chainId ? [chainId] : [.. assets.Select(a => a.Key.ChainId).Distinct().OrderBy(Chains.IndexOf)];

    private static List<Asset> Merged(IEnumerable<Asset> assets) =>
        Sorted(assets.GroupBy(a => a.Key).Select(group => Asset.Merge([.. group])));

    // Most valuable first. Ties are ordered by key, so that the order of the addresses does not matter.
    private static List<Asset> Sorted(IEnumerable<Asset> assets) =>
    [
        .. assets
            .OrderByDescending(a => Math.Abs(a.ValueUsd))
            .ThenBy(a => Chains.IndexOf(a.Key.ChainId))
            .ThenBy(a => a.Key.Contract, StringComparer.Ordinal)
            .ThenBy(a => a.Key.TokenId)
            .ThenBy(a => a.Owners[0], StringComparer.Ordinal),
    ];
}
