namespace PortfolioGraph.Upstream.Sharing;

/// <summary>
/// What the replicas of the server have learned about the upstream, so that each need not learn it by calls of its own. A fact is a name with a value. Facts help, but nothing depends
/// on them: a replica that does not hear of one learns it itself.
/// </summary>
internal interface ISharedFacts
{
    /// <summary>Publishes a fact to the other replicas, those that start later included, in the background.</summary>
    /// <param name="fact">The name. It must not contain an address or a key.</param>
    /// <param name="value">The value.</param>
    /// <param name="lifetime">How long the fact holds; null for a day. A fact of less than a minute reaches only the replicas that are running.</param>
    void Publish(string fact, string value, TimeSpan? lifetime = null);

    /// <summary>Calls a method with the name and the value of each fact of another replica, known ones first.</summary>
    /// <param name="group">The first part of the facts' names, up to their colon.</param>
    /// <param name="handler">The method. It must not throw, and it may be called several times with the same fact.</param>
    void Listen(string group, Action<string, string> handler);
}

/// <summary>The facts of a process that is the only replica.</summary>
internal sealed class NoSharedFacts : ISharedFacts
{
    public static NoSharedFacts Instance { get; } = new();

    public void Publish(string fact, string value, TimeSpan? lifetime = null)
    {
    }

    public void Listen(string group, Action<string, string> handler)
    {
    }
}
