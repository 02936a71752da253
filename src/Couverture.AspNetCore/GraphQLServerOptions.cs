using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore;

/// <summary>
/// The features, transports and limits of one GraphQL endpoint. Set them with
/// <c>app.MapGraphQL().WithOptions(new GraphQLServerOptions { Tool = { Enable = false } })</c>, which validates them.
/// </summary>
public sealed record GraphQLServerOptions
{
    // The longest duration that a .NET timer supports.
    private static readonly TimeSpan MaxTimerDuration = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Whether queries may be sent by GET (<c>?query=...</c>); mutations over GET are always rejected. Default: true.</summary>
    public bool EnableGetRequests { get; init; } = true;

    /// <summary>
    /// Whether an operation by GET must include the header <c>GraphQL-Preflight</c> or <c>Apollo-Require-Preflight</c>, with any value. A
    /// browser sends these headers for a page of another site only after a CORS preflight request, which prevents cross-site request forgery.
    /// Default: false.
    /// </summary>
    public bool EnforceGetRequestsPreflightHeader { get; init; }

    /// <summary>Whether <c>GET ?sdl</c> returns the schema in the schema definition language. Default: true.</summary>
    public bool EnableSchemaRequests { get; init; } = true;

    /// <summary>
    /// Whether a request body may be a batch: a list of requests, or a request whose <c>variables</c> are a list. The queries of a batch share their DataLoaders, and the limits on
    /// cost and fields apply to the whole batch. The <c>Accept</c> header selects the format of the results: a JSON list, <c>application/jsonl</c> or events. Default: false.
    /// </summary>
    public bool EnableBatching { get; init; }

    /// <summary>The maximum number of operations in a batch: of requests, each times its sets of variables. Default: 10.</summary>
    public int MaxBatchSize { get; init; } = 10;

    /// <summary>
    /// Whether clients that accept <c>multipart/mixed</c> receive deferred and streamed parts as soon as they are available. Other clients
    /// receive one complete response. Default: true.
    /// </summary>
    public bool EnableMultipartResponses { get; init; } = true;

    /// <summary>
    /// Whether a request with the header <c>apollo-federation-include-trace: ftv1</c> gets the times of its fields in <c>extensions.ftv1</c>, for the gateway of Apollo Federation. Enable it
    /// only if clients are trusted, because the times reveal how data is loaded and the response grows with the number of fields. Default: false.
    /// </summary>
    public bool EnableFederatedTracing { get; init; }

    /// <summary>The maximum size of a request body or WebSocket message, in bytes after any decompression. Default: 1 MiB.</summary>
    public int MaxRequestBodySize { get; init; } = 1024 * 1024;

    /// <summary>The maximum time to receive a request body. After this time the request is rejected with 408. Default: 30 seconds.</summary>
    public TimeSpan RequestBodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Returns the entity tag, quotes included, of a complete response to a GET, derived from the application's state. If this property or its
    /// result is null, the tag is a hash of the response's bytes.
    /// </summary>
    public Func<HttpContext, string?>? EntityTag { get; init; }

    /// <summary>Options of server-sent events.</summary>
    public GraphQLEventStreamOptions EventStreams { get; init; } = new();

    /// <summary>Options of WebSockets.</summary>
    public GraphQLSocketOptions Sockets { get; init; } = new();

    /// <summary>Options of the GraphQL IDE.</summary>
    public GraphQLToolOptions Tool { get; init; } = new();

    /// <exception cref="ArgumentOutOfRangeException">A setting is invalid; <see cref="ArgumentException.ParamName"/> names it.</exception>
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
            throw new ArgumentOutOfRangeException(setting, time, $"{setting} must be greater than zero and at most {MaxTimerDuration.TotalDays:0} days.");
    }
}
