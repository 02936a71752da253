using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// Tokens. A wallet's loads of one batch are one: what several of its routes start from is loaded once. A key never asks for decimals beside profit and loss or closed
/// tokens; <see cref="TokensWithDecimalsLoader"/> puts those together.
/// </summary>
internal sealed class TokensDataset(RouteTable routes, RouteRunner runner, EndpointKnowledge knowledge, IOptions<CacheOptions> cache, IOptions<UpstreamOptions> upstream)
    : IDataset<TokensKey, TokenHoldings>
{
    // Amounts and values are the same for every range; a call has one all the same. The graph's default is the likeliest to be asked for later.
    private const TimeRange AnyRange = TimeRange.OneYear;

    private static readonly TimeRange?[] AllRanges = [null, .. Enum.GetValues<TimeRange>()];

    private readonly Route<TokensAsk, TokenHoldings> _rows = RoutePlan.Next(routes.Tokens, HoldingFacets.ProfitAndLoss | HoldingFacets.Closed, ImmutableHashSet<string>.Empty)!;
    private readonly Route<TokensAsk, TokenHoldings> _held = RoutePlan.Next(routes.Tokens, HoldingFacets.Decimals, ImmutableHashSet<string>.Empty)!;

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
        Need[] joinable = knowledge.MayJoin(_held) ? [.. needs.Where(static need => need is { Owners.Count: 1, Ranges.Count: 0, WithClosed: false })] : [];
        return
        [
            .. joinable.Chunk(upstream.Value.MaxAddressesPerCall).Select(chunk => chunk.Length == 1 ? Alone(chunk[0]) : Joint(chunk)),
            .. needs.Except(joinable).Select(need => Alone(need)),
        ];
    }

    private static bool[] Wanted => [true];

    private static bool[] WantedOrNot => [false, true];

    private static TokensKey KeyOf(AddressSet owners, TimeRange range, HoldingFacets has) => new(
        owners, has.HasFlag(HoldingFacets.ProfitAndLoss) ? range : null, has.HasFlag(HoldingFacets.Decimals), has.HasFlag(HoldingFacets.Closed));

    /// <param name="need">What is wanted of one subject.</param>
    /// <param name="failed">What was told when it was asked for with others; null where it was not.</param>
    private PlannedCall<TokensKey, TokenHoldings> Alone(Need need, RouteAnswer<TokenSnapshot>? failed = null)
    {
        var owners = need.Owners;
        TimeRange[] ranges = need.Ranges.Count > 0 ? [.. need.Ranges] : need.WithClosed || !need.WithDecimals ? [AnyRange] : [];
        var gives = ranges.SelectMany(range => (TokensKey[])[need.RowsOver(range), KeyOf(owners, range, _rows.Covers)]);
        return new([.. (need.WithDecimals ? gives.Append(need.Held) : gives).Distinct()], async (results, ct) =>
        {
            var snapshot = new Lazy<Task<RouteAnswer<TokenSnapshot>>>(() => failed is { } known ? Task.FromResult(known) : LoadSnapshotAsync(owners, ct));
            List<Task> loads = [.. ranges.Select(range => LoadAsync(routes.Tokens, need.Facets, range, need.RowsOver(range), KeyOf(owners, range, _rows.Covers)))];
            if (need.WithDecimals)
                loads.Add(LoadAsync(ranges.Length > 0 ? [_held] : routes.Tokens, HoldingFacets.Decimals, AnyRange, need.Held));
            await Task.WhenAll(loads).ConfigureAwait(false);

            async Task LoadAsync(IReadOnlyList<Route<TokensAsk, TokenHoldings>> choices, HoldingFacets wanted, TimeRange range, params TokensKey[] promised)
            {
                var answer = await runner.RunAsync(choices, wanted, new TokensAsk(owners, range, () => snapshot.Value), runner.BeginTrouble(), ct).ConfigureAwait(false);
                if (answer.Value is not null)
                    Give(results, promised[0], range, wanted, answer);
                else
                    Array.ForEach(promised, key => results.Fail(key, answer.Failure! with { Owners = owners }));
            }
        });
    }

    private PlannedCall<TokensKey, TokenHoldings> Joint(Need[] needs)
    {
        var together = AddressSet.Of(needs.SelectMany(static need => need.Owners.Addresses));
        return new([.. needs.Select(static need => need.Held)], async (results, ct) =>
        {
            var answer = await LoadSnapshotAsync(together, ct).ConfigureAwait(false);
            if (answer.Value is not { } snapshot)
            {
                foreach (var need in needs)
                    results.Reassign(Alone(need with { WithDecimals = true }, answer));
                return;
            }

            var byOwner = needs.ToDictionary(static need => need.Owners.Addresses[0]);
            var split = OwnerSplit.Of(together, [.. byOwner.Keys], snapshot.Rows);
            foreach (var (wallet, own) in split.Own)
            {
                var rows = Task.FromResult(answer with { Value = new TokenSnapshot([.. own.Select(token => new OwnedRow<SnapshotToken>(token, [wallet]))]) });
                var held = await runner.TakeAsync(_held, new TokensAsk(AddressSet.Of(wallet), AnyRange, () => rows), runner.BeginTrouble(), ct).ConfigureAwait(false);
                Give(results, byOwner[wallet].Held, AnyRange, HoldingFacets.Decimals, held);
            }

            foreach (var wallet in split.Uncertain)
                results.Reassign(Alone(byOwner[wallet] with { WithDecimals = true }));
        });
    }

    private async Task<RouteAnswer<TokenSnapshot>> LoadSnapshotAsync(AddressSet owners, CancellationToken ct)
    {
        var answer = await routes.LoadTokenSnapshotAsync(owners, ct).ConfigureAwait(false);
        if (answer.Value is { } snapshot)
            knowledge.Learn(_held, owners, snapshot.Rows, static token => token.Status);
        return answer;
    }

    // What is there is kept for what it has; what was asked for beyond it has failed and is asked for again next time.
    private static void Give(ICallResultSink<TokensKey, TokenHoldings> results, TokensKey asked, TimeRange range, HoldingFacets wanted, RouteAnswer<TokenHoldings> answer)
    {
        var has = KeyOf(asked.Owners, range, answer.Has);
        var lacks = wanted & ~answer.Has;
        results.Complete(has, answer.Value!, answer.From);
        if (lacks != HoldingFacets.None)
            results.CompletePartially(asked, Without(answer.Value!, lacks, answer.Failure! with { Owners = asked.Owners }), answer.From);
        else if (asked != has)
            results.Complete(asked, answer.Value!, answer.From, keep: false);
    }

    private static TokenHoldings Without(TokenHoldings tokens, HoldingFacets lacks, LoadFailure failure)
    {
        var noGain = ValueOrFailure<ProfitAndLoss?>.Failed(failure with { Dataset = Dataset.TokenProfitAndLoss });
        var noDecimals = ValueOrFailure<int?>.Failed(failure with { Dataset = Dataset.TokenDecimals });
        return new TokenHoldings([.. tokens.Items.Select(item => item with
        {
            ProfitAndLoss = lacks.HasFlag(HoldingFacets.ProfitAndLoss) ? noGain : item.ProfitAndLoss,
            Token = lacks.HasFlag(HoldingFacets.Decimals) ? item.Token with { Decimals = noDecimals } : item.Token,
        })])
        {
            ClosedFailure = lacks.HasFlag(HoldingFacets.Closed) ? failure with { Dataset = Dataset.Tokens } : null,
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
