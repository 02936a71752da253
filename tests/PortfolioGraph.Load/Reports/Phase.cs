using PortfolioGraph.Load.Running;

namespace PortfolioGraph.Load.Reports;

/// <summary>The responses to the requests that were sent in one part of a run. A response belongs to the phase in which its request was sent.</summary>
/// <param name="name">The name in the report.</param>
/// <param name="duration">The length of the phase.</param>
internal sealed class Phase(string name, TimeSpan duration)
{
    private readonly Lock _gate = new();
    private readonly List<ClientResponse> _responses = [];

    public string Name => name;

    public TimeSpan Duration => duration;

    public int Total => _responses.Count;

    public void Add(ClientResponse response)
    {
        lock (_gate)
            _responses.Add(response);
    }

    public int Count(ResponseKind kind) => _responses.Count(response => response.Kind == kind);

    /// <summary>Returns a quantile of the response times, or zero if there are no responses.</summary>
    public TimeSpan Quantile(double quantile)
    {
        if (Total == 0)
            return TimeSpan.Zero;

        var sorted = _responses.Select(response => response.Took).Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    /// <summary>Returns the codes of the failed responses, each with its number of occurrences.</summary>
    public IEnumerable<(string Code, int Count)> CountFailures() =>
        _responses.Where(response => response.Kind == ResponseKind.Failed).CountBy(response => response.Code ?? "").Select(code => (code.Key, code.Value));
}
