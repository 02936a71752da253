using System.Buffers;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Logs origins whose pages were rejected, each once, because the browser hides the response from such a page. A client can send any origin, so the number of logged
/// origins, their length and their characters are limited.
/// </summary>
/// <param name="logger">The log.</param>
internal sealed partial class RejectedOriginLog(ILogger<RejectedOriginLog> logger)
{
    /// <summary>The maximum number of origins that are logged.</summary>
    public const int MaxOrigins = 100;

    /// <summary>The maximum length of an origin in the log. The rest is cut off.</summary>
    public const int MaxLength = 100;

    private static readonly SearchValues<char> OriginCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:/[]");

    private readonly Lock _gate = new();
    private readonly HashSet<string> _logged = new(StringComparer.Ordinal);

    /// <summary>Logs an origin, unless it or <see cref="MaxOrigins"/> others were logged before.</summary>
    /// <param name="origin">The value of the header <c>Origin</c>.</param>
    public void Record(string origin)
    {
        var text = Sanitize(origin);
        bool isLast;
        lock (_gate)
        {
            if (_logged.Count >= MaxOrigins || !_logged.Add(text))
                return;
            isLast = _logged.Count == MaxOrigins;
        }

        LogRejected(text, Advise(origin));
        if (isLast)
            LogLast(MaxOrigins);
    }

    private static string Advise(string origin) =>
        origin == "null" ? "Pages without an origin, such as files and sandboxed frames, cannot be allowed. Serve the page over http or https."
        : WebOrigin.IsLoopback(origin) ? "To allow it, add it to Server:AllowedOrigins (environment Server__AllowedOrigins__0), or set Server:AllowLoopbackOrigins=true on a developer's machine."
        : !WebOrigin.TryParse(origin, out _) ? "Server:AllowedOrigins cannot contain it, because no page over http or https has this origin."
        : "To allow it, add it to Server:AllowedOrigins (environment Server__AllowedOrigins__0).";

    private static string Sanitize(string origin) => string.Create(Math.Min(origin.Length, MaxLength), origin, static (text, origin) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = OriginCharacters.Contains(origin[i]) ? origin[i] : '?';
    });

    [LoggerMessage(1, LogLevel.Warning, "A page of the origin {Origin} was rejected. {Advice} Further requests of this origin are not logged.")]
    private partial void LogRejected(string origin, string advice);

    [LoggerMessage(2, LogLevel.Warning, "Pages of {Count} origins were rejected. Further origins are not logged until the server restarts.")]
    private partial void LogLast(int count);
}
