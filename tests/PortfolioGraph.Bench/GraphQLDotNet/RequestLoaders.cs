using GraphQL.DataLoader;

namespace PortfolioGraph.Bench.GraphQLDotNet;

/// <summary>The loaders of one request: the values of all its wallets with one call, and the tokens of each wallet with one call, once.</summary>
internal sealed class RequestLoaders(PeerUpstream upstream) : Dictionary<string, object?>
{
    private readonly Dictionary<string, Task<List<TokenRow>>> _tokens = [];
    private readonly ValueBatch _values = new(upstream);

    public IDataLoaderResult<decimal?> LoadValue(string address) => _values.Load(address);

    public Task<List<TokenRow>> GetTokensAsync(string address, CancellationToken ct)
    {
        if (!_tokens.TryGetValue(address, out var load))
            _tokens.Add(address, load = upstream.GetTokensAsync(address, ct));
        return load;
    }

    /// <summary>Returns the values of a wallet by chain, highest value first.</summary>
    public async Task<List<ChainValue>> GetChainsAsync(string address, CancellationToken ct)
    {
        var chains = (await upstream.GetValuesAsync([address], ct)).ByChain;
        chains.Sort(static (a, b) => b.ValueUsd.CompareTo(a.ValueUsd));
        return chains;
    }

    // The execution collects all results of a level before it requests the first one, so a batch is complete by then.
    private sealed class ValueBatch(PeerUpstream upstream)
    {
        private readonly List<string> _addresses = [];
        private Task<Dictionary<string, decimal>>? _load;

        public IDataLoaderResult<decimal?> Load(string address)
        {
            _addresses.Add(address);
            return new BatchItem(this, address);
        }

        private Task<Dictionary<string, decimal>> GetAsync(CancellationToken ct) => _load ??= LoadAsync(ct);

        private async Task<Dictionary<string, decimal>> LoadAsync(CancellationToken ct) =>
            (await upstream.GetValuesAsync(_addresses.Distinct(), ct)).ByAddress.ToDictionary(static row => row.Address, static row => row.ValueUsd, StringComparer.OrdinalIgnoreCase);

        private sealed class BatchItem(ValueBatch batch, string address) : IDataLoaderResult<decimal?>
        {
            public async Task<decimal?> GetResultAsync(CancellationToken cancellationToken = default) =>
                (await batch.GetAsync(cancellationToken)).TryGetValue(address, out var value) ? value : null;

            async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
        }
    }
}
