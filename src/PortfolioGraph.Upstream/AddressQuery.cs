namespace PortfolioGraph.Upstream;

/// <summary>
/// Whose data is asked for, and where. CONTRACT, "Common parameters": several addresses are merged by the upstream unless an endpoint says otherwise.
/// </summary>
/// <param name="Addresses">At least one address, <c>0x</c> and 40 lower-case hex digits each, none twice. How many fit in one call is the caller's rule (<see cref="UpstreamOptions.MaxAddressesPerCall"/>).</param>
/// <param name="ChainId">One chain only; null for all chains.</param>
public sealed record AddressQuery(IReadOnlyList<string> Addresses, long? ChainId = null);
