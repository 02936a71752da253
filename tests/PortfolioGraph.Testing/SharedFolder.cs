namespace PortfolioGraph.Testing;

/// <summary>
/// The vendor's OpenAPI documents and recorded answers, which lie beside the repository on some machines and are never part of it.
/// </summary>
public static class SharedFolder
{
    /// <summary>The folder, or null where it is absent.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Reads a file of the folder; only for tests marked with <see cref="FactWhenSharedAttribute"/> or <see cref="TheoryWhenSharedAttribute"/>.</summary>
    /// <param name="parts">The path below the folder.</param>
    public static string Read(params string[] parts) =>
        File.ReadAllText(System.IO.Path.Combine([Path ?? throw new DirectoryNotFoundException(FactWhenSharedAttribute.Reason), .. parts]));

    private static string? Find()
    {
        var folder = System.IO.Path.GetFullPath(RepositoryRoot.Combine("..", "shared", "upstream"));
        return Directory.Exists(folder) ? folder : null;
    }
}
