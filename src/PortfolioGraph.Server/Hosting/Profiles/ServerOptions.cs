namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// What the server tells and how much it takes, section <c>Server</c> (environment <c>Server__Name</c>). What is not set comes from the
/// profile (<see cref="ServerProfiles"/>). Stack traces are told in none.
/// </summary>
internal sealed record ServerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Server";

    /// <summary>The profile.</summary>
    public ServerProfile Profile { get; set; }

    /// <summary>Whether operations may select <c>__schema</c> and <c>__type</c>.</summary>
    public bool Introspection { get; set; }

    /// <summary>Whether <c>GET ?sdl</c> gives the schema.</summary>
    public bool SchemaDownload { get; set; }

    /// <summary>Whether browsers get the IDE.</summary>
    public bool Ide { get; set; }

    /// <summary>Whether messages name what might have been meant.</summary>
    public bool Suggestions { get; set; }

    /// <summary>Whether only operations run that the server knows beforehand.</summary>
    public bool TrustedDocumentsOnly { get; set; }

    /// <summary>Whether an operation by GET needs a header that no page of another site can send without asking first.</summary>
    public bool RequirePreflight { get; set; }

    /// <summary>Whether clients may ask for younger data than is cached; <c>Cache:HonorClientCacheControl</c>, where set, wins.</summary>
    public bool HonorClientCacheControl { get; set; }

    /// <summary>Requests in one batch; 0: none may come as a batch.</summary>
    public int MaxBatchSize { get; set; }

    /// <summary>Levels of fields of an operation.</summary>
    public int MaxDepth { get; set; } = 16;

    /// <summary>Fields of an operation, fragments expanded.</summary>
    public int MaxFields { get; set; } = 4_096;

    /// <summary>Fields at the root of an operation.</summary>
    public int MaxRootFields { get; set; } = 30;

    /// <summary>Fields of an operation with an alias.</summary>
    public int MaxAliases { get; set; } = 50;

    /// <summary>The sum of the fields' weights of an operation, or of a batch, as reckoned before it runs; ten stand for one call of the data source.</summary>
    public int MaxFieldCost { get; set; } = 100_000;

    /// <summary>The objects of an answer, as reckoned before it runs.</summary>
    public int MaxTypeCost { get; set; } = 100_000;

    /// <summary>Directives at one place of a document.</summary>
    public int MaxDirectives { get; set; } = 8;

    /// <summary>Tokens of a document.</summary>
    public int MaxTokens { get; set; } = 20_000;

    /// <summary>Bytes of a request's body or of a message over a WebSocket.</summary>
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Bytes of a request's variables.</summary>
    public int MaxVariablesBytes { get; set; } = 128 * 1024;

    /// <summary>How long a request's body may take to arrive.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an operation may run; what is finished by then is delivered.</summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests answered at a time, streams not counted.</summary>
    public int MaxConcurrentRequests { get; set; } = 2_000;

    /// <summary>WebSockets and event streams at a time.</summary>
    public int MaxStreams { get; set; } = 5_000;

    /// <summary>Operations under way on one WebSocket or reserved event stream.</summary>
    public int MaxOperationsPerConnection { get; set; } = 100;

    /// <summary>How long requests are still taken after the server was told to stop and readiness turned false, for balancers to notice.</summary>
    public TimeSpan DrainDelay { get; set; }

    /// <summary>How long the requests under way may take after that; what is left then is cut.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The address by which clients reach this server, up to its own paths: absolute, <c>http</c> or <c>https</c>, without query, fragment and user info, for example
    /// <c>https://api.example.com/portfolio</c>. Every absolute link to this server begins with it. Null: links begin with what each request names.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Origins (<c>https://app.example</c>) whose pages may use the server; none unless set: only its own pages.</summary>
    public IList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The keys of clients; none: everyone is answered.</summary>
    public IList<ApiKeyOptions> ApiKeys { get; init; } = [];
}

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
