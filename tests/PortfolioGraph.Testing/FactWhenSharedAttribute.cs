using Xunit;

namespace PortfolioGraph.Testing;

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
