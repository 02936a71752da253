using System.Runtime.CompilerServices;

namespace PortfolioGraph.Testing;

/// <summary>Waits for what another process or thread does in its own time, and fails if it does not happen at all.</summary>
public static class Eventually
{
    private static readonly TimeSpan RealTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Waits until a condition is true.</summary>
    /// <param name="condition">The condition, checked every few milliseconds.</param>
    /// <param name="text">The condition as written.</param>
    /// <exception cref="TimeoutException">The condition did not become true within a minute.</exception>
    public static Task IsTrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(condition);
        return IsTrueAsync(() => Task.FromResult(condition()), text);
    }

    /// <summary>Waits until a condition is true.</summary>
    /// <param name="condition">The condition, checked every few milliseconds.</param>
    /// <param name="text">The condition as written.</param>
    /// <exception cref="TimeoutException">The condition did not become true within a minute.</exception>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(condition);
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            if (TimeProvider.System.GetElapsedTime(startedAt) > RealTimeout)
                throw new TimeoutException($"This did not become true within {RealTimeout.TotalSeconds} s: {text}");
            // What the condition depends on happens in other threads and processes, which give no signal.
            await Task.Delay(10).ConfigureAwait(false);
        }
    }
}
