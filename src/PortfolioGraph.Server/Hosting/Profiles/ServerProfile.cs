namespace PortfolioGraph.Server.Hosting;

/// <summary>For whom the server is: which settings hold where none is set by itself.</summary>
internal enum ServerProfile
{
    /// <summary>One developer's own machine: everything is open.</summary>
    Development,

    /// <summary>Anyone who knows the address; the graph is public, and nobody may take much of it.</summary>
    Public,

    /// <summary>Known clients whose operations are known too: nothing else is answered.</summary>
    Trusted,
}
