namespace PortfolioGraph.Server.Hosting;

/// <summary>The example operations of the landing page and the IDE.</summary>
internal static class Examples
{
    /// <summary>A document with several operations, none of which has variables.</summary>
    public static string Document { get; } = ReadResource("Examples.graphql");

    /// <summary>Returns the text of an embedded resource.</summary>
    /// <param name="name">The name of the resource.</param>
    public static string ReadResource(string name)
    {
        using var reader = new StreamReader(typeof(Examples).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
