namespace PortfolioGraph.Core;

/// <summary>
/// Watching with other replicas: one of them polls each portfolio, and the others load its value from the shared cache when they hear that it was loaded. The poller claims its portfolios
/// for one and a half intervals. If it dies, the next replica takes over when the claim ends.
/// </summary>
internal sealed partial class PortfolioWatch
{
    private const double ClaimedIntervals = 1.5;

    // Another claim is looked at again a moment after it ends.
    private static readonly TimeSpan ClaimMargin = TimeSpan.FromMilliseconds(20);

    private readonly ISharedWatch? _shared;

    // A load because of a change, or for the first watcher, is made by every replica; it finds the value in the shared cache.
    private async Task ClaimAsync(Poll poll)
    {
        if (_shared is null || poll.MaxAge is null)
            return;
        if (await _shared.ClaimAsync([.. poll.Portfolios.Select(static watched => watched.Key.Scope.Owners)], _interval * ClaimedIntervals).ConfigureAwait(false) is not { } claims)
            return;

        poll.ClaimedElsewhere = poll.Portfolios.Zip(claims)
            .Where(static pair => pair.Second is not null)
            .ToDictionary(static pair => pair.First, static pair => pair.Second!.Value + ClaimMargin);
    }

    private void OnChangedElsewhere(AddressSet owners)
    {
        lock (_gate)
        {
            if (_isEnded || !_watched.TryGetValue(owners, out var watched))
                return;
            if (watched.ActivePoll is null)
                StartPoll([watched], maxAge: null);
            else
                watched.HasChangedElsewhere = true;
        }
    }
}
