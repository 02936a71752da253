namespace Couverture.AspNetCore;

/// <summary>Server-sent events of an endpoint, by the graphql-sse protocol.</summary>
public sealed record GraphQLEventStreamOptions
{
    /// <summary>Whether the endpoint answers with <c>text/event-stream</c>, each operation on a connection of its own. True unless set.</summary>
    public bool Enable { get; set; } = true;

    /// <summary>
    /// Whether one connection may carry many operations: reserved by PUT, opened with the token of the reservation, each operation sent and
    /// ended by requests of their own. True unless set; without <see cref="Enable"/> it means nothing.
    /// </summary>
    public bool EnableSingleConnection { get; set; } = true;

    /// <summary>How often a comment is sent, so that nobody on the way thinks the connection dead; null for never. Twelve seconds unless set.</summary>
    public TimeSpan? KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>How long a reservation waits for its connection. Ten seconds unless set.</summary>
    public TimeSpan ReservationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many reservations there may be at a time, those included that are connected. A thousand unless set.</summary>
    public int MaxReservations { get; set; } = 1000;

    /// <summary>How many operations one connection may have under way. A hundred unless set.</summary>
    public int MaxOperations { get; set; } = 100;
}
