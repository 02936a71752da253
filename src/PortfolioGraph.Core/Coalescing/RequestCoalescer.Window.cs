namespace PortfolioGraph.Core;

/// <summary>
/// The coalescing window. Without a rate limit every permit is free, so each call is dispatched at once and simultaneous loads of different operations do not share calls. During a window,
/// new loads are collected instead and planned together at its end. Loads of cached keys and of pending calls never wait.
/// </summary>
internal sealed partial class RequestCoalescer<TKey, TValue>
{
    private readonly TimeSpan _windowLength = windowLength;
    private Window? _window;

    /// <summary>Adds waiters to the open window; opens one if there is none.</summary>
    /// <returns>Completes when the waiters are planned.</returns>
    private Task Collect(List<Waiter<TKey, TValue>> ordinary, List<Waiter<TKey, TValue>> bypassing)
    {
        if (_window is not { } window)
        {
            _window = window = new Window();
            // A timer per window, so that the last window of a loader leaves none behind.
            window.Timer = time.CreateTimer(static state => ((RequestCoalescer<TKey, TValue>)state!).CloseWindow(), this, _windowLength, Timeout.InfiniteTimeSpan);
        }

        window.Ordinary.AddRange(ordinary);
        window.Bypassing.AddRange(bypassing);
        return window.Closed.Task;
    }

    private void CloseWindow()
    {
        Window window;
        List<CoalescedCall<TKey, TValue>> ready = [];
        lock (_gate)
        {
            window = _window!;
            _window = null;
            try
            {
                // A call for the key may have started since, for a load that needs more facets.
                window.Ordinary.RemoveAll(waiter => TryJoin(waiter, bypassesUpstreamCache: false));
                window.Bypassing.RemoveAll(waiter => TryJoin(waiter, bypassesUpstreamCache: true));
                PlanAll(window.Ordinary, window.Bypassing, ready);
            }
            catch (Exception unexpected)
            {
                // An exception of a timer ends the process. It belongs to the operations that wait.
                foreach (var waiter in window.Ordinary.Concat(window.Bypassing))
                    waiter.Completion.TrySetException(unexpected);
            }
        }

        window.Timer!.Dispose();
        window.Closed.TrySetResult();
        foreach (var call in ready)
            Run(call);
    }

    private void RemoveFromWindow(Waiter<TKey, TValue> waiter)
    {
        if (_window is { } window && !window.Ordinary.Remove(waiter))
            window.Bypassing.Remove(waiter);
    }

    private sealed class Window
    {
        public List<Waiter<TKey, TValue>> Ordinary { get; } = [];

        public List<Waiter<TKey, TValue>> Bypassing { get; } = [];

        public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ITimer? Timer { get; set; }
    }
}
