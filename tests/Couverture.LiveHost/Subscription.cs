using System.Runtime.CompilerServices;
using Couverture.Types;

namespace Couverture.LiveHost;

/// <summary>The subscriptions.</summary>
[SubscriptionType]
public static class Subscription
{
    /// <summary>Counts from 1.</summary>
    /// <param name="to">The last number; null to count endlessly.</param>
    /// <param name="tick">The event.</param>
    [Subscribe(With = nameof(CountAsync))]
    public static int Counted([EventMessage] int tick, int? to = null) => tick;

    internal static async IAsyncEnumerable<int> CountAsync([Service] SourceStreamCounter counter, [Service] TimeProvider time, int? to = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        counter.Add();
        try
        {
            for (var tick = 1; to is null || tick <= to; tick++)
            {
                yield return tick;
                await Task.Delay(TimeSpan.FromMilliseconds(5), time, cancellationToken);
            }
        }
        finally
        {
            counter.Remove();
        }
    }
}
