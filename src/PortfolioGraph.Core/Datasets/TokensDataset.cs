using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Asks for the token holdings of owners, on all chains.</summary>
/// <param name="Owners">Whose tokens, taken together.</param>
/// <param name="Range">The time over which profit and loss looks back; null where none is wanted, since amounts and values are the same for every range.</param>
/// <param name="WithDecimals">Whether the tokens' decimals are wanted.</param>
/// <param name="WithClosed">Whether all tokens no longer held are wanted; without it some may be there.</param>
public readonly record struct TokensKey(AddressSet Owners, TimeRange? Range = null, bool WithDecimals = false, bool WithClosed = false) : IOwned;

/// <summary>The tokens of owners on all chains, greatest value first, unpriced last, then by id.</summary>
/// <param name="Items">The tokens: all open ones, and closed ones.</param>
public sealed record TokenHoldings(IReadOnlyList<TokenHolding> Items)
{
    /// <summary>Why closed tokens may be missing; null where none is, or they were not asked for.</summary>
    public LoadFailure? ClosedFailure { get; init; }

    /// <summary>The tokens of a scope of the same owners, in the same order.</summary>
    /// <param name="scope">All chains, or one.</param>
    /// <param name="includeClosed">Whether tokens no longer held are wanted too.</param>
    public IReadOnlyList<TokenHolding> In(Scope scope, bool includeClosed) =>
        [.. Items.Where(t => (scope.ChainId is null || t.Token.ChainId == scope.ChainId) && (includeClosed || t.Status != HoldingStatus.Closed))
            .Select(t => t with { Scope = scope })];

    /// <summary>The same tokens as holdings of a time looked back over, which is a part of their ids, whether their profit and loss was loaded or not.</summary>
    /// <param name="range">The time.</param>
    public TokenHoldings Over(TimeRange range) => this with { Items = [.. Items.Select(t => t with { Range = range })] };
}

/// <summary>
/// Tokens. A wallet's loads of one batch are one: what several of its routes start from is loaded once. A key never asks for decimals beside profit and loss or closed
/// tokens; <see cref="TokensWithDecimalsLoader"/> puts those together.
/// </summary>
internal sealed class TokensDataset(RouteTable routes, RouteRunner runner, ObservedCapabilities knowledge, IOptions<CacheOptions> cache, IOptions<UpstreamOptions> upstream)
    : IDataset<TokensKey, TokenHoldings>
{
    // Amounts and values are the same for every range; a call has one all the same. The graph's default is the likeliest to be asked for later.
    private const TimeRange AnyRange = TimeRange.OneYear;

    private static readonly TimeRange?[] AllRanges = [null, .. Enum.GetValues<TimeRange>()];

    private readonly Route<TokensRequest, TokenHoldings> _rows = RouteSelector.Select(routes.Tokens, HoldingFacets.ProfitAndLoss | HoldingFacets.Closed, ImmutableHashSet<string>.Empty)!;
    private readonly Route<TokensRequest, TokenHoldings> _decimals = RouteSelector.Select(routes.Tokens, HoldingFacets.Decimals, ImmutableHashSet<string>.Empty)!;

    public Dataset Dataset => Dataset.Tokens;

    public TimeSpan TimeToLive => cache.Value.TimeToLive;

    public IEnumerable<TokensKey> GetCoveringKeys(TokensKey key) =>
        from range in key.Range is null ? AllRanges : [key.Range]
        from withDecimals in key.WithDecimals ? Wanted : WantedOrNot
        from withClosed in key.WithClosed ? Wanted : WantedOrNot
        let wider = new TokensKey(key.Owners, range, withDecimals, withClosed)
        where wider != key
        select wider;

    public TokenHoldings Project(TokenHoldings wider, TokensKey key) => wider;

    public TokenHoldings WithSource(TokenHoldings value, Source source) => value with
    {
        Items = [.. value.Items.Select(t => t.ProfitAndLoss.Value is { } gain ? t with { ProfitAndLoss = t.ProfitAndLoss with { Value = gain with { Source = source } } } : t)],
    };

    public IReadOnlyList<PlannedCall<TokensKey, TokenHoldings>> Plan(IReadOnlyList<TokensKey> keys)
    {
        Need[] needs = [.. keys.GroupBy(static key => key.Owners).Select(Need.Of)];
        Need[] joinable = knowledge.CanBatch(_decimals) ? [.. needs.Where(static need => need is { Owners.Count: 1, Ranges.Count: 0, WithClosed: false })] : [];
        return
        [
            .. joinable.Chunk(upstream.Value.MaxAddressesPerCall).Select(chunk => chunk.Length == 1 ? PlanSingle(chunk[0]) : PlanBatch(chunk)),
            .. needs.Except(joinable).Select(need => PlanSingle(need)),
        ];
    }

    private static bool[] Wanted => [true];

    private static bool[] WantedOrNot => [false, true];

    private static TokensKey KeyOf(AddressSet owners, TimeRange range, HoldingFacets available) => new(
        owners, available.HasFlag(HoldingFacets.ProfitAndLoss) ? range : null, available.HasFlag(HoldingFacets.Decimals), available.HasFlag(HoldingFacets.Closed));

    /// <param name="need">What is wanted of one subject.</param>
    /// <param name="failed">What was told when it was asked for with others; null where it was not.</param>
    private PlannedCall<TokensKey, TokenHoldings> PlanSingle(Need need, RouteResult<TokenSnapshot>? failed = null)
    {
        var owners = need.Owners;
        TimeRange[] ranges = need.Ranges.Count > 0 ? [.. need.Ranges] : need.WithClosed || !need.WithDecimals ? [AnyRange] : [];
        var gives = ranges.SelectMany(range => (TokensKey[])[need.RowsOver(range), KeyOf(owners, range, _rows.Facets)]);
        return new([.. (need.WithDecimals ? gives.Append(need.Held) : gives).Distinct()], async (results, options, ct) =>
        {
            var snapshot = new Lazy<Task<RouteResult<TokenSnapshot>>>(() => failed is { } known ? Task.FromResult(known) : LoadSnapshotAsync(owners, options, ct));
            List<Task> loads = [.. ranges.Select(range => LoadAsync(routes.Tokens, need.Facets, range, need.RowsOver(range), KeyOf(owners, range, _rows.Facets)))];
            if (need.WithDecimals)
                loads.Add(LoadAsync(ranges.Length > 0 ? [_decimals] : routes.Tokens, HoldingFacets.Decimals, AnyRange, need.Held));
            await Task.WhenAll(loads).ConfigureAwait(false);

            async Task LoadAsync(IReadOnlyList<Route<TokensRequest, TokenHoldings>> choices, HoldingFacets wanted, TimeRange range, params TokensKey[] promised)
            {
                var result = await runner.RunAsync(choices, wanted, new TokensRequest(owners, range, () => snapshot.Value), runner.StartLoad(), options, ct).ConfigureAwait(false);
                if (result.Value is not null)
                    Complete(results, promised[0], range, wanted, result);
                else
                    Array.ForEach(promised, key => results.Fail(key, result.Failure! with { Owners = owners }));
            }
        });
    }

    private PlannedCall<TokensKey, TokenHoldings> PlanBatch(Need[] needs)
    {
        var together = AddressSet.Of(needs.SelectMany(static need => need.Owners.Addresses));
        return new([.. needs.Select(static need => need.Held)], async (results, options, ct) =>
        {
            var result = await LoadSnapshotAsync(together, options, ct).ConfigureAwait(false);
            if (result.Value is not { } snapshot)
            {
                foreach (var need in needs)
                    results.Reassign(PlanSingle(need with { WithDecimals = true }, result));
                return;
            }

            var byOwner = needs.ToDictionary(static need => need.Owners.Addresses[0]);
            var split = OwnerSplit.Of(together, [.. byOwner.Keys], snapshot.Rows);
            foreach (var (wallet, own) in split.Own)
            {
                var rows = Task.FromResult(result with { Value = new TokenSnapshot([.. own.Select(token => new OwnedRow<SnapshotToken>(token, [wallet]))]) });
                var held = await runner.ExecuteAsync(_decimals, new TokensRequest(AddressSet.Of(wallet), AnyRange, () => rows), runner.StartLoad(), options, ct).ConfigureAwait(false);
                Complete(results, byOwner[wallet].Held, AnyRange, HoldingFacets.Decimals, held);
            }

            foreach (var wallet in split.Uncertain)
                results.Reassign(PlanSingle(byOwner[wallet] with { WithDecimals = true }));
        });
    }

    private async Task<RouteResult<TokenSnapshot>> LoadSnapshotAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await routes.LoadTokenSnapshotAsync(owners, options, ct).ConfigureAwait(false);
        if (result.Value is { } snapshot)
            knowledge.Observe(_decimals, owners, snapshot.Rows, static token => token.Status);
        return result;
    }

    // What is there is kept for what it has; what was asked for beyond it has failed and is asked for again next time.
    private static void Complete(ICallResultSink<TokensKey, TokenHoldings> results, TokensKey requested, TimeRange range, HoldingFacets wanted, RouteResult<TokenHoldings> result)
    {
        var available = KeyOf(requested.Owners, range, result.Facets);
        var missing = wanted & ~result.Facets;
        results.Complete(available, result.Value!, result.Provenance);
        if (missing != HoldingFacets.None)
            results.CompletePartially(requested, Without(result.Value!, missing, result.Failure! with { Owners = requested.Owners }), result.Provenance);
        else if (requested != available)
            results.Complete(requested, result.Value!, result.Provenance, store: false);
    }

    private static TokenHoldings Without(TokenHoldings tokens, HoldingFacets missing, LoadFailure failure)
    {
        var noGain = ValueOrFailure<ProfitAndLoss?>.Failed(failure with { Dataset = Dataset.TokenProfitAndLoss });
        var noDecimals = ValueOrFailure<int?>.Failed(failure with { Dataset = Dataset.TokenDecimals });
        return new TokenHoldings([.. tokens.Items.Select(item => item with
        {
            ProfitAndLoss = missing.HasFlag(HoldingFacets.ProfitAndLoss) ? noGain : item.ProfitAndLoss,
            Token = missing.HasFlag(HoldingFacets.Decimals) ? item.Token with { Decimals = noDecimals } : item.Token,
        })])
        {
            ClosedFailure = missing.HasFlag(HoldingFacets.Closed) ? failure with { Dataset = Dataset.Tokens } : null,
        };
    }

    /// <summary>What is wanted of one subject, all its keys taken together.</summary>
    /// <param name="Owners">Whose tokens.</param>
    /// <param name="Ranges">The times over which profit and loss is wanted.</param>
    /// <param name="WithDecimals">Whether decimals are.</param>
    /// <param name="WithClosed">Whether all closed tokens are.</param>
    private sealed record Need(AddressSet Owners, IReadOnlyList<TimeRange> Ranges, bool WithDecimals, bool WithClosed)
    {
        public HoldingFacets Facets => (Ranges.Count > 0 ? HoldingFacets.ProfitAndLoss : HoldingFacets.None) | (WithClosed ? HoldingFacets.Closed : HoldingFacets.None);

        public TokensKey Held => new(Owners, WithDecimals: true);

        public TokensKey RowsOver(TimeRange range) => new(Owners, Ranges.Contains(range) ? range : null, WithClosed: WithClosed);

        public static Need Of(IGrouping<AddressSet, TokensKey> keys) => new(
            keys.Key,
            [.. keys.Select(static key => key.Range).OfType<TimeRange>().Distinct()],
            keys.Any(static key => key.WithDecimals),
            keys.Any(static key => key.WithClosed));
    }
}
