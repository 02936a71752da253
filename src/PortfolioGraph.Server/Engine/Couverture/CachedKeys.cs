using System.Diagnostics.CodeAnalysis;
using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types;

/// <summary>The part of each DataLoader by which this engine takes cached keys at once.</summary>
internal static class CachedKeys
{
    public static bool TryGet<TKey, TValue>(IServiceProvider services, TKey key, [MaybeNullWhen(false)] out LoadResult<TValue> result)
        where TKey : notnull
        where TValue : notnull
    {
        result = services.GetRequiredService<IDatasetLoader<TKey, TValue>>().FindCached(key);
        return result is not null;
    }
}

/// <content>Cached keys need no batch.</content>
internal sealed partial class ValueByKeyDataLoader
{
    protected override bool TryGetAvailable(ValueKey key, [MaybeNullWhen(false)] out LoadResult<Valuation> value) => CachedKeys.TryGet(_services, key, out value);
}

/// <content>Cached keys need no batch.</content>
internal sealed partial class TokensByKeyDataLoader
{
    protected override bool TryGetAvailable(TokensKey key, [MaybeNullWhen(false)] out LoadResult<TokenHoldings> value) => CachedKeys.TryGet(_services, key, out value);
}

/// <content>Cached keys need no batch.</content>
internal sealed partial class PositionsByKeyDataLoader
{
    protected override bool TryGetAvailable(PositionsKey key, [MaybeNullWhen(false)] out LoadResult<PositionHoldings> value) => CachedKeys.TryGet(_services, key, out value);
}

/// <content>Cached keys need no batch.</content>
internal sealed partial class ProfitAndLossByKeyDataLoader
{
    protected override bool TryGetAvailable(ProfitAndLossKey key, [MaybeNullWhen(false)] out LoadResult<ProfitAndLossTable> value) => CachedKeys.TryGet(_services, key, out value);
}

/// <content>Cached keys need no batch.</content>
internal sealed partial class ChartByKeyDataLoader
{
    protected override bool TryGetAvailable(ChartKey key, [MaybeNullWhen(false)] out LoadResult<ValueChart> value) => CachedKeys.TryGet(_services, key, out value);
}

/// <content>Cached keys need no batch.</content>
internal sealed partial class PastByKeyDataLoader
{
    protected override bool TryGetAvailable(PastHoldingsKey key, [MaybeNullWhen(false)] out LoadResult<PastHoldings> value) => CachedKeys.TryGet(_services, key, out value);
}

/// <content>Cached keys need no batch.</content>
internal sealed partial class ReportByKeyDataLoader
{
    protected override bool TryGetAvailable(ReportKey key, [MaybeNullWhen(false)] out LoadResult<Report> value) => CachedKeys.TryGet(_services, key, out value);
}

/// <content>Cached keys need no batch.</content>
internal sealed partial class ComplianceByKeyDataLoader
{
    protected override bool TryGetAvailable(ComplianceKey key, [MaybeNullWhen(false)] out LoadResult<ComplianceCheck> value) => CachedKeys.TryGet(_services, key, out value);
}

/// <content>Cached keys need no batch.</content>
internal sealed partial class ChainsByDatasetDataLoader
{
    protected override bool TryGetAvailable(Dataset key, [MaybeNullWhen(false)] out LoadResult<IReadOnlyList<Chain>> value) => CachedKeys.TryGet(_services, key, out value);
}

/// <content>Cached keys need no batch.</content>
internal sealed partial class ProtocolsByDatasetDataLoader
{
    protected override bool TryGetAvailable(Dataset key, [MaybeNullWhen(false)] out LoadResult<IReadOnlyList<SupportedProtocol>> value) => CachedKeys.TryGet(_services, key, out value);
}
