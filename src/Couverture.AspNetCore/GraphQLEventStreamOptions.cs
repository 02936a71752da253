namespace Couverture.AspNetCore;

/// <summary>The server-sent events of an endpoint (graphql-sse protocol).</summary>
public sealed record GraphQLEventStreamOptions
{
    /// <summary>Whether the endpoint supports <c>text/event-stream</c> responses, one operation per connection. Default: true.</summary>
    public bool Enable { get; set; } = true;

    /// <summary>
    /// Whether one connection may carry many operations (single connection mode). The connection is reserved by PUT and opened with the
    /// reservation's token. Each operation is started and ended by requests of its own. Default: true; ignored unless <see cref="Enable"/> is set.
    /// </summary>
    public bool EnableSingleConnection { get; set; } = true;

    /// <summary>How often a comment is sent, so that proxies do not close the connection as idle; null for never. Default: 12 seconds.</summary>
    public TimeSpan? KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>How long a reservation waits for its connection. Default: 10 seconds.</summary>
    public TimeSpan ReservationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The maximum number of concurrent reservations, including connected ones. Default: 1000.</summary>
    public int MaxReservations { get; set; } = 1000;

    /// <summary>The maximum number of operations in flight on one connection. Default: 100.</summary>
    public int MaxOperations { get; set; } = 100;
}
