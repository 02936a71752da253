using Couverture.Execution;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.ServerSentEvents;

/// <summary>Answers one operation with server-sent events on a connection of its own (graphql-sse, distinct connections mode).</summary>
internal static class EventStreamResponse
{
    /// <param name="context">The request's context.</param>
    /// <param name="results">The results.</param>
    /// <param name="keepAliveInterval">How often a comment is sent.</param>
    /// <param name="time">The time.</param>
    /// <param name="applicationStopping">
    /// The server's going down. It ends a subscription without saying that it were complete, so that the client subscribes elsewhere; what
    /// has an end of its own is delivered.
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
