using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore;

/// <summary>
/// What one GraphQL endpoint answers, by which transports, and how much it takes in. Set it with
/// <c>app.MapGraphQL().WithOptions(new GraphQLServerOptions { Tool = { Enable = false } })</c>, which refuses what cannot be.
/// </summary>
public sealed record GraphQLServerOptions
{
    // What a timer of the runtime can be set to.
    private static readonly TimeSpan MaxTimerDuration = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Whether queries may come by GET (<c>?query=...</c>); mutations never may. True unless set.</summary>
    public bool EnableGetRequests { get; init; } = true;

    /// <summary>
    /// Whether an operation by GET needs the header <c>GraphQL-Preflight</c> or <c>Apollo-Require-Preflight</c>, with any value. Browsers
    /// send neither for a page of another site without asking first, so that no such page makes a visitor's browser run anything. False
    /// unless set.
    /// </summary>
    public bool EnforceGetRequestsPreflightHeader { get; init; }

    /// <summary>Whether <c>GET ?sdl</c> answers with the schema in the schema definition language. True unless set.</summary>
    public bool EnableSchemaRequests { get; init; } = true;

    /// <summary>Whether a body may be a list of requests, answered by a list. False unless set.</summary>
    public bool EnableBatching { get; init; }

    /// <summary>How many requests a batch may have. Ten unless set.</summary>
    public int MaxBatchSize { get; init; } = 10;

    /// <summary>
    /// Whether deferred and streamed parts are delivered as they come to clients that accept <c>multipart/mixed</c>; others get the whole
    /// answer at once. True unless set.
    /// </summary>
    public bool EnableMultipartResponses { get; init; } = true;

    /// <summary>The greatest request body or WebSocket message, in bytes after any decompression. One mebibyte unless set.</summary>
    public int MaxRequestBodySize { get; init; } = 1024 * 1024;

    /// <summary>How long the body of a request may take to arrive; then it is refused with 408. Thirty seconds unless set.</summary>
    public TimeSpan RequestBodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gives the entity tag of a whole answer to a GET, quotes included, by what the application knows of the state that it shows. Null, or where
    /// it gives null: a tag of the answer's bytes.
    /// </summary>
    public Func<HttpContext, string?>? EntityTag { get; init; }

    /// <summary>Server-sent events.</summary>
    public GraphQLEventStreamOptions EventStreams { get; init; } = new();

    /// <summary>WebSockets.</summary>
    public GraphQLSocketOptions Sockets { get; init; } = new();

    /// <summary>The page that browsers get at this endpoint.</summary>
    public GraphQLToolOptions Tool { get; init; } = new();

    /// <exception cref="ArgumentOutOfRangeException">A setting that cannot be, by its name.</exception>
    internal void Validate()
    {
        Check(MaxRequestBodySize);
        Check(MaxBatchSize);
        Check(RequestBodyTimeout);
        Check(EventStreams.MaxOperations);
        Check(EventStreams.MaxReservations);
        Check(EventStreams.ReservationTimeout);
        Check(EventStreams.KeepAliveInterval);
        Check(Sockets.MaxOperations);
        Check(Sockets.ConnectionInitializationTimeout);
        Check(Sockets.CloseTimeout);
        Check(Sockets.KeepAliveInterval);
    }

    private static void Check(int value, [CallerArgumentExpression(nameof(value))] string setting = "") =>
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, setting);

    private static void Check(TimeSpan? value, [CallerArgumentExpression(nameof(value))] string setting = "")
    {
        if (value is { } time && (time <= TimeSpan.Zero || time > MaxTimerDuration))
            throw new ArgumentOutOfRangeException(setting, time, $"{setting} must be above zero and at most {MaxTimerDuration.TotalDays:0} days.");
    }
}
