using PortfolioGraph.Load.Running;

namespace PortfolioGraph.Load.Reports;

/// <summary>The answers that were asked for in one part of a run.</summary>
/// <param name="name">Its name.</param>
/// <param name="duration">How long it lasts.</param>
internal sealed class Phase(string name, TimeSpan duration)
{
    private readonly Lock _gate = new();
    private readonly List<ClientResponse> _answers = [];

    public string Name => name;

    public TimeSpan Duration => duration;

    public int All => _answers.Count;

    public void Add(ClientResponse answer)
    {
        lock (_gate)
            _answers.Add(answer);
    }

    public int Count(ResponseKind kind) => _answers.Count(answer => answer.Kind == kind);

    /// <summary>The time within which such a part of the answers came; zero when there are none.</summary>
    public TimeSpan Quantile(double part)
    {
        if (All == 0)
            return TimeSpan.Zero;

        var sorted = _answers.Select(answer => answer.Took).Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Count) - 1, 0, sorted.Count - 1)];
    }

    /// <summary>Why answers failed, and how often.</summary>
    public IEnumerable<(string Code, int Count)> Failures() =>
        _answers.Where(answer => answer.Kind == ResponseKind.Failed).CountBy(answer => answer.Code ?? "").Select(code => (code.Key, code.Value));
}
