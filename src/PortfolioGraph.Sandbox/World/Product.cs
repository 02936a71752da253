namespace PortfolioGraph.Sandbox.World;

/// <summary>A protocol, spelled as each version of the service spells it.</summary>
internal sealed record Protocol(string V4Name, string GroupId, string Name, string? IconName)
{
    public string? Icon => IconName is null ? null : $"https://app.1inch.io/assets/overview/{IconName}.svg";
}

/// <summary>
/// Something of a protocol on one chain that money can be put into (or borrowed from). The kind is a word of v4's
/// SubContractType, the APR a fraction.
/// </summary>
internal sealed record Product(Protocol Protocol, long ChainId, string Kind, string Contract, string Name, string Symbol, IReadOnlyList<Token> Tokens, decimal Apr)
{
    public bool IsDebt => Kind == "debt";

    /// <summary>Positions are NFTs, each with a token id of its own.</summary>
    public bool IsNft { get; init; }

    /// <summary>Liquidity that earns fees and can lose against holding.</summary>
    public bool IsPool { get; init; }

    public bool IsLocked { get; init; }

    public string? SubGroupId { get; init; }

    public string? SubGroupName { get; init; }

    public Token? Reward { get; init; }

    /// <summary>The receipt token, where it is another contract.</summary>
    public string? Receipt { get; init; }
}
