namespace PortfolioGraph.Server.Hosting;

/// <summary>The operations that people are offered to begin with.</summary>
internal static class Examples
{
    /// <summary>A document of several operations without variables.</summary>
    public static string Document { get; } = Resource("Examples.graphql");

    /// <summary>A text that is part of the program.</summary>
    /// <param name="name">Its name.</param>
    public static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(Examples).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
