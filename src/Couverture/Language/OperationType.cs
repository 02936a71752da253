namespace Couverture.Language;

/// <summary>The kinds of operation (section 2.4).</summary>
public enum OperationType
{
    /// <summary>A read-only fetch.</summary>
    Query,

    /// <summary>A write followed by a fetch. The root fields run serially.</summary>
    Mutation,

    /// <summary>A long-lived request that returns a result for each source event.</summary>
    Subscription,
}
