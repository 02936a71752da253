namespace Couverture.Execution;

/// <summary>The kinds of answers that come in several results, as far as a transport can carry them to its client.</summary>
[Flags]
public enum StreamKinds
{
    /// <summary>One result only.</summary>
    None = 0,

    /// <summary>An answer whose deferred and streamed parts come later. A client that cannot take it gets everything at once.</summary>
    Incremental = 1,

    /// <summary>The events of a subscription. A client that cannot take them gets an error.</summary>
    Subscription = 2,

    /// <summary>Both.</summary>
    All = Incremental | Subscription,
}
