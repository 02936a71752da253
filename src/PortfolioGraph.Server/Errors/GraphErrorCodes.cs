namespace PortfolioGraph.Server.Errors;

/// <summary>The values of <c>extensions.code</c> of this server: wallets, the data source, keys and limits. ERRORS.md explains each.</summary>
internal static class GraphErrorCodes
{
    public const string AddressInvalid = "ADDRESS_INVALID";
    public const string TooManyAddresses = "TOO_MANY_ADDRESSES";
    public const string NoAddresses = "NO_ADDRESSES";
    public const string ChainUnsupported = "CHAIN_UNSUPPORTED";
    public const string HoldingNotFound = "HOLDING_NOT_FOUND";
    public const string ProtocolUnknown = "PROTOCOL_UNKNOWN";
    public const string TimeInvalid = "TIME_INVALID";
    public const string UpstreamRateLimited = "UPSTREAM_RATE_LIMITED";
    public const string UpstreamTimeout = "UPSTREAM_TIMEOUT";
    public const string UpstreamUnavailable = "UPSTREAM_UNAVAILABLE";
    public const string UpstreamRefused = "UPSTREAM_REFUSED";
    public const string UpstreamRejectedKey = "UPSTREAM_REJECTED_KEY";
    public const string UpstreamForbidden = "UPSTREAM_FORBIDDEN";
    public const string UpstreamBadAnswer = "UPSTREAM_BAD_ANSWER";
    public const string BudgetExhausted = "BUDGET_EXHAUSTED";
    public const string ApiKeyInvalid = "API_KEY_INVALID";
    public const string RateLimited = "RATE_LIMITED";
    public const string ServerOverloaded = "SERVER_OVERLOADED";
}
