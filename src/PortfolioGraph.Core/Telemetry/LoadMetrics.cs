using System.Diagnostics.Metrics;
using PortfolioGraph.Upstream.Telemetry;

namespace PortfolioGraph.Core;

/// <summary>The metrics of loading: cache hits, coalesced loads, stale results and skipped rows.</summary>
internal sealed class LoadMetrics
{
    private readonly Counter<int> _cacheHits;
    private readonly Counter<int> _coalesced;
    private readonly Counter<int> _staleServed;
    private readonly Counter<int> _skippedRows;

    public LoadMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(PortfolioTelemetry.Name);
        _cacheHits = meter.CreateCounter<int>("portfoliograph.cache.hits", "{hit}", "Keys served from a fresh cache entry that another operation loaded, by dataset.");
        _coalesced = meter.CreateCounter<int>("portfoliograph.upstream.coalesced", "{load}", "Loads that joined an upstream call of another operation instead of making their own, by dataset.");
        _staleServed = meter.CreateCounter<int>("portfoliograph.cache.stale_served", "{hit}", "Keys served from a stale cache entry because the refresh failed or was still queued, by dataset.");
        _skippedRows = meter.CreateCounter<int>("portfoliograph.upstream.skipped_rows", "{row}", "Rows of upstream responses that were left out because they could not be read, by endpoint.");
    }

    public void CacheHit(Dataset dataset) => _cacheHits.Add(1, TagOf(dataset));

    public void Coalesced(Dataset dataset) => _coalesced.Add(1, TagOf(dataset));

    public void StaleServed(Dataset dataset) => _staleServed.Add(1, TagOf(dataset));

    public void RowsSkipped(string endpoint, int rows) => _skippedRows.Add(rows, new KeyValuePair<string, object?>("endpoint", endpoint));

    private static KeyValuePair<string, object?> TagOf(Dataset dataset) => new("dataset", dataset.ToName());
}
