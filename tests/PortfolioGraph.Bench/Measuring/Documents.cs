namespace PortfolioGraph.Bench.Measuring;

/// <summary>The operations of the scenarios, the same for all servers.</summary>
internal static class Documents
{
    public const string Totals =
        """
        query Totals($addresses: [Address!]!) {
          wallets(addresses: $addresses) { valueUsd }
        }
        """;

    public const string Tokens =
        """
        query Tokens($addresses: [Address!]!) {
          wallets(addresses: $addresses) {
            tokens(first: 50) {
              totalCount
              nodes { token { symbol name chainId } amount priceUsd valueUsd profitAndLoss { absoluteUsd roi } }
            }
          }
        }
        """;

    public const string TokensByChain =
        """
        query TokensByChain($addresses: [Address!]!) {
          wallets(addresses: $addresses) {
            chains {
              chain { chainId name }
              valueUsd
              tokens(first: 50) {
                nodes { token { symbol name } amount priceUsd valueUsd }
              }
            }
          }
        }
        """;
}
