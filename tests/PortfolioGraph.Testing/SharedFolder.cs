using Xunit;

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

/// <summary>A test that needs <see cref="SharedFolder"/>. It is skipped if the folder is missing.</summary>
public sealed class FactWhenSharedAttribute : FactAttribute
{
    internal const string Reason = "The vendor's documents (../shared/upstream beside the repository) are not on this machine.";

    /// <summary>Skips the test if the folder is missing.</summary>
    public FactWhenSharedAttribute() => Skip = SharedFolder.Path is null ? Reason : null;
}

/// <summary>A theory that needs <see cref="SharedFolder"/>. It is skipped if the folder is missing.</summary>
public sealed class TheoryWhenSharedAttribute : TheoryAttribute
{
    /// <summary>Skips the test if the folder is missing.</summary>
    public TheoryWhenSharedAttribute() => Skip = SharedFolder.Path is null ? FactWhenSharedAttribute.Reason : null;
}
