namespace PortfolioGraph.Server.Hosting;

/// <summary>A client's key, <c>Server:ApiKeys:N</c>.</summary>
internal sealed record ApiKeyOptions
{
    /// <summary>What the client is called: in the call budget it takes its turn under this name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The SHA-256 of the key in UTF-8, in hexadecimal digits; the key itself is nowhere in the settings.</summary>
    public string Hash { get; set; } = "";

    /// <summary>Requests a minute; null for no limit.</summary>
    public int? RequestsPerMinute { get; set; }
}
