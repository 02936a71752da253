namespace Couverture.Benchmarks.Graph;

/// <summary>An object with an id: the interface for the fragments of hostile documents.</summary>
public interface IHolding
{
    /// <summary>The id.</summary>
    string Id { get; }
}

public sealed record Wallet(string Id) : IHolding;

public sealed record ChainHoldings(string Id, string WalletId, int ChainId) : IHolding;

public sealed record TokenHolding(string Id, string Symbol, decimal Amount, TokenKind Kind, bool IsVerified, int Decimals, DateTimeOffset BoughtAt) : IHolding;

public enum TokenKind
{
    Native,
    Fungible,
    NonFungible,
}

/// <summary>An object whose non-null field is null.</summary>
public sealed record Failing(string Fails);
