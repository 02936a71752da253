using Couverture.Execution;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.ServerSentEvents;

/// <summary>Writes the results of one operation as server-sent events on its own connection (graphql-sse, distinct connections mode).</summary>
internal static class EventStreamResponse
{
    /// <param name="context">The request's context.</param>
    /// <param name="results">The results.</param>
    /// <param name="keepAliveInterval">How often a comment is sent; null for never.</param>
    /// <param name="time">The time provider.</param>
    /// <param name="applicationStopping">
    /// Signals server shutdown. A subscription then ends without the event <c>complete</c>, so that the client subscribes again elsewhere.
    /// Finite results are still delivered.
    /// </param>
    public static async Task WriteAsync(HttpContext context, ResponseStream results, TimeSpan? keepAliveInterval, TimeProvider time, CancellationToken applicationStopping)
    {
        var isSubscription = results is { Single: null, IsIncremental: false };
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, isSubscription ? applicationStopping : CancellationToken.None);
        await using var events = await EventStream.OpenAsync(context, keepAliveInterval, time);
        try
        {
            await foreach (var result in results.WithCancellation(ended.Token))
                await events.WriteNextAsync(result, null, ended.Token);
            await events.WriteCompleteAsync(null, ended.Token);
        }
        catch (OperationCanceledException) when (isSubscription && applicationStopping.IsCancellationRequested)
        {
            // The response ends here.
        }
    }
}
