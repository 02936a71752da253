namespace Couverture.Execution;

/// <summary>The kinds of responses with several results that a transport supports.</summary>
[Flags]
public enum StreamKinds
{
    /// <summary>Only single results.</summary>
    None = 0,

    /// <summary>Incremental delivery of deferred and streamed parts. Without it, the response is one complete result.</summary>
    Incremental = 1,

    /// <summary>The events of a subscription. Without it, a subscription is an error.</summary>
    Subscription = 2,

    /// <summary>All kinds.</summary>
    All = Incremental | Subscription,
}
