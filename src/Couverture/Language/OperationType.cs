namespace Couverture.Language;

/// <summary>The kinds of operation (section 2.4).</summary>
public enum OperationType
{
    /// <summary>A read.</summary>
    Query,

    /// <summary>A write, its root fields run one after the other, followed by a read.</summary>
    Mutation,

    /// <summary>A long-lived request that answers source events.</summary>
    Subscription,
}
