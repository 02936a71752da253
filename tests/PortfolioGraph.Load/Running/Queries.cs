namespace PortfolioGraph.Load.Running;

/// <summary>The queries of the clients.</summary>
internal static class Queries
{
    /// <summary>All data of several wallets: value, breakdown, chains, tokens, positions, profit and loss.</summary>
    public const string WalletsInFull =
        """
        query Wallets($addresses: [Address!]!) {
          wallets(addresses: $addresses) {
            address
            valueUsd
            breakdown {
              totalUsd
              byChain { chain { name } valueUsd }
              byCategory { category valueUsd }
              byProtocol { protocol { name } valueUsd }
            }
            profitAndLoss { absoluteUsd roi }
            chains { chain { name } valueUsd }
            tokens(first: 50) {
              totalCount
              nodes { token { symbol chain { name } } amount priceUsd valueUsd profitAndLoss { absoluteUsd roi } }
            }
            positions(first: 50) {
              nodes { protocol { name } kind name valueUsd isDebt profitAndLoss { absoluteUsd roi } }
            }
          }
        }
        """;
}
