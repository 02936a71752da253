using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream;

/// <summary>
/// The addresses and the chain of a request. CONTRACT, "Common parameters": the upstream merges several addresses unless an endpoint says otherwise.
/// </summary>
/// <param name="Addresses">At least one address, without duplicates: <c>0x</c> and 40 lower-case hex digits. Callers enforce <see cref="UpstreamOptions.MaxAddressesPerCall"/>.</param>
/// <param name="ChainId">The id of the only chain. Null for all chains.</param>
public sealed record AddressQuery(IReadOnlyList<string> Addresses, long? ChainId = null);
