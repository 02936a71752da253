namespace PortfolioGraph.Upstream;

/// <summary>On whose behalf a call is made.</summary>
/// <param name="Client">Whom the calls are shared out among: the name of an API key, a remote address. Compared letter by letter.</param>
/// <param name="Priority">Whether somebody waits for the answer.</param>
public sealed record CallerInfo(string Client, CallPriority Priority)
{
    /// <summary>All whose client is not known, taken as one, and as waiting for the answer.</summary>
    public static CallerInfo Unknown { get; } = new("", CallPriority.Interactive);
}

/// <summary>How urgent a call is.</summary>
public enum CallPriority
{
    /// <summary>Somebody waits for the answer.</summary>
    Interactive,

    /// <summary>A look at whether something has changed, which can be late.</summary>
    Background,
}
