namespace PortfolioGraph.Sandbox;

/// <summary>
/// Every switch of the sandbox. Bound from the section <c>Sandbox</c> when it runs alone. All but <see cref="Port"/> take effect
/// on the next request. Which forms the real service has is in part unknown; the defaults are what was seen or is likelier.
/// </summary>
public sealed class SandboxOptions
{
    /// <summary>The loopback port; 0: any that is free.</summary>
    public int Port { get; set; }

    /// <summary>Refuse calls without <c>Authorization: Bearer ...</c> with 401.</summary>
    public bool RequireKey { get; set; } = true;

    /// <summary>The keys that are accepted; empty: any key.</summary>
    public IList<string> Keys { get; } = [];

    /// <summary>Names of members.</summary>
    public FieldNaming Naming { get; set; } = FieldNaming.Observed;

    /// <summary>What stands beside <c>result</c>.</summary>
    public EnvelopeForm Envelope { get; set; } = EnvelopeForm.Meta;

    /// <summary>v4 lists by chain have their row for all chains (chain id null) also when one chain was asked for.</summary>
    public bool NullRowWithChainId { get; set; }

    /// <summary>Owners in v5.0 protocols/snapshot.</summary>
    public OwnerForm Owners { get; set; } = OwnerForm.Real;

    /// <summary>Owners in v5.0 tokens/snapshot and tokens/metrics; the zero address was seen, the pages of 2026 describe real ones.</summary>
    public OwnerForm TokenOwners { get; set; } = OwnerForm.Zero;

    /// <summary>Whether one token of one owner is one row.</summary>
    public TokenRowForm TokenRows { get; set; } = TokenRowForm.One;

    /// <summary>Which of the marks of a debt say so.</summary>
    public DebtMarks DebtMarks { get; set; } = DebtMarks.All;

    /// <summary>Sign of the values of debts.</summary>
    public DebtSign DebtSign { get; set; } = DebtSign.Positive;

    /// <summary>Form of <c>index</c> in v5.0 metrics.</summary>
    public IndexForm Index { get; set; } = IndexForm.Text;

    /// <summary>v5.0 snapshots show closed tokens and positions with status 0; false leaves them out.</summary>
    public bool ClosedInSnapshots { get; set; } = true;

    /// <summary>
    /// The lists of supported chains and protocols have chain 4663 too, which came after the document of 2025. Without it the chain is served, as a chain of rows and as
    /// a <c>chain_id</c>, but not listed.
    /// </summary>
    public bool ListsNewChain { get; set; }

    /// <summary>Calls allowed each second for one key, both versions together; 0: any number.</summary>
    public double CallsPerSecond { get; set; }

    /// <summary>How many calls a key that was idle may make at once.</summary>
    public int Burst { get; set; } = 1;

    /// <summary>Form of Retry-After on 429 and 503.</summary>
    public RetryAfterForm RetryAfter { get; set; } = RetryAfterForm.None;

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>With <c>use_cache=true</c> an answer says that it was stored this long ago.</summary>
    public TimeSpan CacheAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What goes wrong.</summary>
    public SandboxFaults Faults { get; } = [];
}
