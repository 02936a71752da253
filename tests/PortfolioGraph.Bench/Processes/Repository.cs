namespace PortfolioGraph.Bench.Processes;

/// <summary>Folders of the repository.</summary>
internal static class Repository
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folder for what this program builds and writes. Git ignores it.</summary>
    public static string Artifacts { get; } = Path.Combine(Root, "artifacts", "bench");

    /// <summary>The folder of the servers for Node.</summary>
    public static string NodeFolder { get; } = Path.Combine(Root, "tests", "PortfolioGraph.Bench", "node");

    /// <summary>The server as it was built with this program.</summary>
    public static string BuiltServer
    {
        get
        {
            // Both projects build into bin/CONFIGURATION/FRAMEWORK.
            var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(Root, "src", "PortfolioGraph.Server", "bin", framework.Parent!.Name, framework.Name, "PortfolioGraph.Server.dll");
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PortfolioGraph.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The program is not below the repository's root. Run it with `dotnet run --project tests/PortfolioGraph.Bench`.");
    }
}
