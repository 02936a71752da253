namespace PortfolioGraph.Testing;

/// <summary>The root folder of the repository, for tests that read its files.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder that contains the solution.</summary>
    public static string Path { get; } = Find();

    /// <summary>Returns a path below the root.</summary>
    /// <param name="parts">The parts of the relative path.</param>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "PortfolioGraph.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} contains PortfolioGraph.sln.");
    }
}
