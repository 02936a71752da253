namespace PortfolioGraph.Sandbox;

/// <summary>
/// The switches of the sandbox, bound from the section <c>Sandbox</c> when it runs as its own process. Changes take effect on the next request,
/// except for <see cref="Port"/>. The forms that the real service uses are partly unknown. The defaults are the observed or the more likely forms.
/// </summary>
public sealed class SandboxOptions
{
    /// <summary>The loopback port, or 0 for any free port.</summary>
    public int Port { get; set; }

    /// <summary>Whether calls without <c>Authorization: Bearer ...</c> are rejected with 401.</summary>
    public bool RequireKey { get; set; } = true;

    /// <summary>The accepted keys. Any key is accepted if the list is empty.</summary>
    public IList<string> Keys { get; } = [];

    /// <summary>The names of JSON members.</summary>
    public FieldNaming Naming { get; set; } = FieldNaming.Observed;

    /// <summary>The members next to <c>result</c>.</summary>
    public EnvelopeForm Envelope { get; set; } = EnvelopeForm.Meta;

    /// <summary>Whether v4 lists by chain include the row for all chains (chain id null) even if one chain was requested.</summary>
    public bool NullRowWithChainId { get; set; }

    /// <summary>The owners in v5.0 protocols/snapshot.</summary>
    public OwnerForm Owners { get; set; } = OwnerForm.Real;

    /// <summary>The owners in v5.0 tokens/snapshot and tokens/metrics. The zero address was observed; the documentation of 2026 describes real owners.</summary>
    public OwnerForm TokenOwners { get; set; } = OwnerForm.Zero;

    /// <summary>The number of rows per token and owner.</summary>
    public TokenRowForm TokenRows { get; set; } = TokenRowForm.One;

    /// <summary>The members that mark a debt.</summary>
    public DebtMarks DebtMarks { get; set; } = DebtMarks.All;

    /// <summary>The sign of the values of debts.</summary>
    public DebtSign DebtSign { get; set; } = DebtSign.Positive;

    /// <summary>The form of <c>index</c> in v5.0 metrics.</summary>
    public IndexForm Index { get; set; } = IndexForm.Text;

    /// <summary>Whether v5.0 snapshots include closed tokens and positions (status 0).</summary>
    public bool ClosedInSnapshots { get; set; } = true;

    /// <summary>
    /// Whether the lists of supported chains and protocols include chain 4663, which was added after the document of 2025.
    /// The chain always appears in rows and is always accepted as <c>chain_id</c>.
    /// </summary>
    public bool ListsNewChain { get; set; }

    /// <summary>The calls per second allowed for one key, across both versions. 0 for no limit.</summary>
    public double CallsPerSecond { get; set; }

    /// <summary>The number of calls that a key may make at once after idle time.</summary>
    public int Burst { get; set; } = 1;

    /// <summary>The form of the Retry-After header on 429 and 503.</summary>
    public RetryAfterForm RetryAfter { get; set; } = RetryAfterForm.None;

    /// <summary>The latency of each response.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>The age that <c>cached_at</c> reports if the call has <c>use_cache=true</c>.</summary>
    public TimeSpan CacheAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The faults to apply.</summary>
    public SandboxFaults Faults { get; } = [];
}
