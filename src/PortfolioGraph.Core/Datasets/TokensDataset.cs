using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Core;

/// <summary>The key of token holdings on all chains.</summary>
/// <param name="Owners">The owners, as one portfolio.</param>
/// <param name="Range">The time range of profit and loss; null if it is not requested. Amounts and values are the same for every range.</param>
/// <param name="WithDecimals">Whether the tokens' decimals are requested.</param>
/// <param name="WithClosed">Whether all closed tokens are requested. If not, some may be included.</param>
public readonly record struct TokensKey(AddressSet Owners, TimeRange? Range = null, bool WithDecimals = false, bool WithClosed = false) : IOwned;

/// <summary>The tokens of one portfolio on all chains: greatest value first, unpriced last, then by id.</summary>
/// <param name="Items">All open tokens, and closed tokens if available.</param>
public sealed record TokenHoldings(IReadOnlyList<TokenHolding> Items)
{
    /// <summary>Why closed tokens may be missing; null if they are complete or were not requested.</summary>
    public LoadFailure? ClosedFailure { get; init; }

    private readonly Slices<(Scope Scope, TimeRange? Range, bool IncludeClosed), int, TokenHolding> _slices = new();

    // A copy has slices of its own, because its items may differ.
    private TokenHoldings(TokenHoldings original) => (Items, ClosedFailure, _slices) = (original.Items, original.ClosedFailure, new());

    /// <summary>Returns the tokens of a scope of the same owners, in the same order.</summary>
    /// <param name="scope">All chains, or one.</param>
    /// <param name="includeClosed">Whether to include closed tokens.</param>
    /// <param name="range">The time range, which is a part of the tokens' ids even if their profit and loss was not loaded; null to keep the range of the load.</param>
    public IReadOnlyList<TokenHolding> InScope(Scope scope, bool includeClosed, TimeRange? range = null) => _slices.GetOrMake((scope, range, includeClosed), Slice);

    private IReadOnlyList<TokenHolding> Slice((Scope Scope, TimeRange? Range, bool IncludeClosed) key)
    {
        var items = key.Scope.ChainId is { } chain ? _slices.Get(chain, Items, static item => item.Token.ChainId) : Items;
        // Often all of them, as they are.
        if (items.All(item => item.Scope == key.Scope && (key.Range is null || item.Range == key.Range) && Matches(item)))
            return items;
        return [.. items.Where(Matches).Select(item => item with { Scope = key.Scope, Range = key.Range ?? item.Range })];

        bool Matches(TokenHolding item) => key.IncludeClosed || item.Status != HoldingStatus.Closed;
    }
}

/// <summary>
/// Tokens. All keys of the same owners share one load, which loads the snapshot that several routes need only once. A key never combines decimals with profit and
/// loss or with closed tokens, because <see cref="TokensWithDecimalsLoader"/> combines these.
/// </summary>
internal sealed class TokensDataset(RouteTable routes, RouteRunner runner, ObservedCapabilities capabilities, CatalogRecorder catalog, IOptions<CacheOptions> cache, IOptions<UpstreamOptions> upstream)
    : IDataset<TokensKey, TokenHoldings>
{
    // Amounts and values are the same for every range, but a call must name one. The default of the schema is the likeliest range of later requests.
    private const TimeRange AnyRange = TimeRange.OneYear;

    private static readonly TimeRange?[] AllRanges = [null, .. Enum.GetValues<TimeRange>()];

    private readonly Route<TokensRequest, TokenHoldings> _profitAndLossRoute = RouteSelector.Select(routes.Tokens, HoldingFacets.ProfitAndLoss | HoldingFacets.Closed, ImmutableHashSet<string>.Empty)!;
    private readonly Route<TokensRequest, TokenHoldings> _decimalsRoute = RouteSelector.Select(routes.Tokens, HoldingFacets.Decimals, ImmutableHashSet<string>.Empty)!;

    public Dataset Dataset => Dataset.Tokens;

    private RouteTable Routes => routes;

    private RouteRunner Runner => runner;

    public TimeSpan TimeToLive => cache.Value.TimeToLive;

    // The position counts through all ranges and, for each of them, through the four combinations of the other facets.
    public bool TryGetNextCovering(TokensKey key, ref int position, out TokensKey covering)
    {
        while (position < AllRanges.Length * 4)
        {
            var (range, withDecimals, withClosed) = (AllRanges[position / 4], (position & 2) != 0, (position & 1) != 0);
            position++;
            if ((key.Range is null || range == key.Range) && (withDecimals || !key.WithDecimals) && (withClosed || !key.WithClosed)
                && (range != key.Range || withDecimals != key.WithDecimals || withClosed != key.WithClosed))
            {
                covering = new TokensKey(key.Owners, range, withDecimals, withClosed);
                return true;
            }
        }

        covering = default;
        return false;
    }

    public TokenHoldings Project(TokenHoldings covering, TokensKey key) => covering;

    public TokenHoldings WithSource(TokenHoldings value, Source source) => value with
    {
        Items = [.. value.Items.Select(t => t.ProfitAndLoss.Value is { } gain ? t with { ProfitAndLoss = t.ProfitAndLoss with { Value = gain with { Source = source } } } : t)],
    };

    public void Record(TokenHoldings value) => catalog.Record(value.Items);

    public IReadOnlyList<PlannedCall<TokensKey, TokenHoldings>> Plan(IReadOnlyList<TokensKey> keys)
    {
        Dictionary<AddressSet, Need> needs = new(keys.Count);
        foreach (var key in keys)
            needs[key.Owners] = Need.Of(key, needs.GetValueOrDefault(key.Owners));

        Need[] batchable = capabilities.CanBatch(_decimalsRoute) ? [.. needs.Values.Where(static need => need is { Owners.Count: 1, Ranges.Count: 0, WithClosed: false })] : [];
        return
        [
            .. batchable.Chunk(upstream.Value.MaxAddressesPerCall).Select(chunk => chunk.Length == 1 ? PlanSingle(chunk[0]) : PlanBatch(chunk)),
            .. needs.Values.Except(batchable).Select(need => PlanSingle(need)),
        ];
    }

    private static TokensKey KeyOf(AddressSet owners, TimeRange range, HoldingFacets available) => new(
        owners, available.HasFlag(HoldingFacets.ProfitAndLoss) ? range : null, available.HasFlag(HoldingFacets.Decimals), available.HasFlag(HoldingFacets.Closed));

    /// <summary>Plans the load of one need.</summary>
    /// <param name="need">The need.</param>
    /// <param name="failed">The failed snapshot of the batch that the need comes from; null if there is none.</param>
    private PlannedCall<TokensKey, TokenHoldings> PlanSingle(Need need, RouteResult<TokenSnapshot>? failed = null)
    {
        // The routes without profit and loss need a range for their calls too.
        IReadOnlyList<TimeRange> ranges = need.Ranges.Count > 0 ? need.Ranges : need.WithClosed || !need.WithDecimals ? [AnyRange] : [];
        List<TokensKey> covered = new((2 * ranges.Count) + 1);
        foreach (var range in ranges)
        {
            AddIfMissing(need.RowsOver(range));
            AddIfMissing(KeyOf(need.Owners, range, _profitAndLossRoute.Facets));
        }

        if (need.WithDecimals)
            AddIfMissing(need.DecimalsKey);
        return new(covered, (results, options, ct) => new SingleLoad(this, need, ranges, failed, results, options, ct).RunAsync());

        void AddIfMissing(TokensKey key)
        {
            if (!covered.Contains(key))
                covered.Add(key);
        }
    }

    private PlannedCall<TokensKey, TokenHoldings> PlanBatch(Need[] needs)
    {
        var batch = AddressSet.Of(needs.SelectMany(static need => need.Owners.Addresses));
        return new([.. needs.Select(static need => need.DecimalsKey)], async (results, options, ct) =>
        {
            var result = await LoadSnapshotAsync(batch, options, ct).ConfigureAwait(false);
            if (result.Value is not { } snapshot)
            {
                foreach (var need in needs)
                    results.Reassign(PlanSingle(need with { WithDecimals = true }, result));
                return;
            }

            var byOwner = needs.ToDictionary(static need => need.Owners.Addresses[0]);
            var split = OwnerSplit.Of(batch, [.. byOwner.Keys], snapshot.Rows);
            foreach (var (wallet, own) in split.Own)
            {
                var rows = Task.FromResult(result with { Value = new TokenSnapshot([.. own.Select(token => new OwnedRow<SnapshotToken>(token, [wallet]))]) });
                var tokens = await runner.ExecuteAsync(_decimalsRoute, new TokensRequest(AddressSet.Of(wallet), AnyRange, () => rows), runner.StartLoad(), options, ct).ConfigureAwait(false);
                Complete(results, byOwner[wallet].DecimalsKey, AnyRange, HoldingFacets.Decimals, tokens);
            }

            foreach (var wallet in split.Uncertain)
                results.Reassign(PlanSingle(byOwner[wallet] with { WithDecimals = true }));
        });
    }

    private async Task<RouteResult<TokenSnapshot>> LoadSnapshotAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await routes.LoadTokenSnapshotAsync(owners, options, ct).ConfigureAwait(false);
        if (result.Value is { } snapshot)
            capabilities.Observe(_decimalsRoute, owners, snapshot.Rows, static token => token.Status);
        return result;
    }

    // Caches the value under the facets it has. Missing facets fail now and are loaded again next time.
    private void Complete(ICallResultSink<TokensKey, TokenHoldings> results, TokensKey requested, TimeRange range, HoldingFacets requestedFacets, RouteResult<TokenHoldings> result)
    {
        var available = KeyOf(requested.Owners, range, result.Facets);
        var missing = requestedFacets & ~result.Facets;
        Record(result.Value!);
        results.Complete(available, result.Value!, result.Provenance);
        if (missing != HoldingFacets.None)
            results.CompletePartially(requested, Without(result.Value!, missing, result.Failure! with { Owners = requested.Owners }), result.Provenance);
        else if (requested != available)
            results.Complete(requested, result.Value!, result.Provenance, store: false);
    }

    private static TokenHoldings Without(TokenHoldings tokens, HoldingFacets missing, LoadFailure failure)
    {
        var noProfitAndLoss = ValueOrFailure<ProfitAndLoss?>.Failed(failure with { Dataset = Dataset.TokenProfitAndLoss });
        var noDecimals = ValueOrFailure<int?>.Failed(failure with { Dataset = Dataset.TokenDecimals });
        return new TokenHoldings([.. tokens.Items.Select(item => item with
        {
            ProfitAndLoss = missing.HasFlag(HoldingFacets.ProfitAndLoss) ? noProfitAndLoss : item.ProfitAndLoss,
            Token = missing.HasFlag(HoldingFacets.Decimals) ? item.Token with { Decimals = noDecimals } : item.Token,
        })])
        {
            ClosedFailure = missing.HasFlag(HoldingFacets.Closed) ? failure with { Dataset = Dataset.Tokens } : null,
        };
    }

    /// <summary>The load of one need: its rows over each range, and its decimals. Routes that need the snapshot share it.</summary>
    private sealed class SingleLoad(
        TokensDataset dataset,
        Need need,
        IReadOnlyList<TimeRange> ranges,
        RouteResult<TokenSnapshot>? failed,
        ICallResultSink<TokensKey, TokenHoldings> results,
        UpstreamCallOptions options,
        CancellationToken ct)
    {
        private readonly Lock _gate = new();
        private Task<RouteResult<TokenSnapshot>>? _snapshot;

        public Task RunAsync()
        {
            if (ranges.Count == 1 && !need.WithDecimals)
                return LoadRowsAsync(ranges[0]);

            List<Task> loads = [.. ranges.Select(LoadRowsAsync)];
            if (need.WithDecimals)
                loads.Add(LoadAsync(ranges.Count > 0 ? [dataset._decimalsRoute] : dataset.Routes.Tokens, HoldingFacets.Decimals, AnyRange, need.DecimalsKey, alsoCovered: null));
            return Task.WhenAll(loads);
        }

        private Task LoadRowsAsync(TimeRange range) =>
            LoadAsync(dataset.Routes.Tokens, need.Facets, range, need.RowsOver(range), KeyOf(need.Owners, range, dataset._profitAndLossRoute.Facets));

        private async Task LoadAsync(IReadOnlyList<Route<TokensRequest, TokenHoldings>> candidates, HoldingFacets requestedFacets, TimeRange range, TokensKey requested, TokensKey? alsoCovered)
        {
            var runner = dataset.Runner;
            var result = await runner.RunAsync(candidates, requestedFacets, new TokensRequest(need.Owners, range, GetSnapshotAsync), runner.StartLoad(), options, ct).ConfigureAwait(false);
            if (result.Value is not null)
                dataset.Complete(results, requested, range, requestedFacets, result);
            else
                results.Fail(alsoCovered is { } other ? [requested, other] : [requested], _ => result.Failure! with { Owners = need.Owners });
        }

        private Task<RouteResult<TokenSnapshot>> GetSnapshotAsync()
        {
            lock (_gate)
                return _snapshot ??= failed is { } known ? Task.FromResult(known) : dataset.LoadSnapshotAsync(need.Owners, options, ct);
        }
    }

    /// <summary>Everything that all keys of the same owners request.</summary>
    /// <param name="Owners">The owners, as one portfolio.</param>
    /// <param name="Ranges">The time ranges of profit and loss.</param>
    /// <param name="WithDecimals">Whether decimals are requested.</param>
    /// <param name="WithClosed">Whether all closed tokens are requested.</param>
    private sealed record Need(AddressSet Owners, IReadOnlyList<TimeRange> Ranges, bool WithDecimals, bool WithClosed)
    {
        public HoldingFacets Facets => (Ranges.Count > 0 ? HoldingFacets.ProfitAndLoss : HoldingFacets.None) | (WithClosed ? HoldingFacets.Closed : HoldingFacets.None);

        public TokensKey DecimalsKey => new(Owners, WithDecimals: true);

        public TokensKey RowsOver(TimeRange range) => new(Owners, Ranges.Contains(range) ? range : null, WithClosed: WithClosed);

        /// <summary>Returns what a key requests, and what earlier keys of the same owners request.</summary>
        /// <param name="key">The key.</param>
        /// <param name="earlier">The need of the earlier keys; null if there are none.</param>
        public static Need Of(TokensKey key, Need? earlier)
        {
            var ranges = earlier?.Ranges ?? [];
            return new Need(
                key.Owners,
                key.Range is { } range && !ranges.Contains(range) ? [.. ranges, range] : ranges,
                key.WithDecimals || earlier?.WithDecimals == true,
                key.WithClosed || earlier?.WithClosed == true);
        }
    }
}
