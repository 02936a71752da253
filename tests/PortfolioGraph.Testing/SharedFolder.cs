namespace PortfolioGraph.Testing;

/// <summary>
/// The folder of the vendor's OpenAPI documents and recorded responses. It is beside the repository on some machines and never part of it.
/// </summary>
public static class SharedFolder
{
    /// <summary>The path of the folder. Null if the folder is missing.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Reads a file of the folder. Only for tests with <see cref="FactWhenSharedAttribute"/> or <see cref="TheoryWhenSharedAttribute"/>.</summary>
    /// <param name="parts">The parts of the path below the folder.</param>
    public static string Read(params string[] parts) =>
        File.ReadAllText(System.IO.Path.Combine([Path ?? throw new DirectoryNotFoundException(FactWhenSharedAttribute.Reason), .. parts]));

    private static string? Find()
    {
        var folder = System.IO.Path.GetFullPath(RepositoryRoot.Combine("..", "shared", "upstream"));
        return Directory.Exists(folder) ? folder : null;
    }
}
