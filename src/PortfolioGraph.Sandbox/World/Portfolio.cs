namespace PortfolioGraph.Sandbox.World;

/// <summary>Everything one address ever held.</summary>
internal sealed record Portfolio(string Address, IReadOnlyList<Asset> Assets)
{
    private static readonly Dictionary<string, Lazy<Portfolio>> Named = PersonaPortfolios.All.ToDictionary(
        p => p.Key,
        p => new Lazy<Portfolio>(() => p.Value(p.Key)));

    /// <summary>The portfolio of a lower-case address; every address has one.</summary>
    public static Portfolio ForAddress(string address) =>
        Named.TryGetValue(address, out var named) ? named.Value : PortfolioGenerator.Generate(address);
}

/// <summary>The assets one request asks about: some addresses taken together, on one chain or on all.</summary>
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

    /// <summary>As asked, in lower case, each once.</summary>
    public IReadOnlyList<string> Addresses { get; }

    public long? ChainId { get; }

    /// <summary>One for each chain and token, owners merged.</summary>
    public IReadOnlyList<Asset> Tokens { get; }

    /// <summary>One for each chain, token and owner.</summary>
    public IReadOnlyList<Asset> TokensByOwner { get; }

    /// <summary>One for each position, owners merged.</summary>
    public IReadOnlyList<Asset> Positions { get; }

    /// <summary>One for each position and owner.</summary>
    public IReadOnlyList<Asset> PositionsByOwner { get; }

    public IEnumerable<Asset> All => Tokens.Concat(Positions);

    public decimal ValueOf(string address) => _byAddress[address].Sum(a => a.ValueUsd);

    /// <summary>The chains of these assets in the service's order; the asked one is always among them.</summary>
    public IReadOnlyList<long> ChainsOf(IEnumerable<Asset> assets) =>
        ChainId is { } chainId ? [chainId] : [.. assets.Select(a => a.Key.ChainId).Distinct().OrderBy(Chains.IndexOf)];

    private static List<Asset> Merged(IEnumerable<Asset> assets) =>
        Sorted(assets.GroupBy(a => a.Key).Select(same => Asset.Merge([.. same])));

    // the most valuable first; ties by key, so that the order never depends on the order of the addresses
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
