using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types;

/// <summary>What was forgotten.</summary>
/// <param name="Wallets">The wallets, in the order asked for.</param>
public sealed record RefreshPayload(IReadOnlyList<Wallet> Wallets);
