using Xunit;

namespace PortfolioGraph.Testing;

/// <summary>A test that needs <see cref="SharedFolder"/>; where it is absent the test is skipped and says so.</summary>
public sealed class FactWhenSharedAttribute : FactAttribute
{
    internal const string Reason = "The vendor's documents (../shared/upstream beside the repository) are not on this machine.";

    /// <summary>Skips where the folder is absent.</summary>
    public FactWhenSharedAttribute() => Skip = SharedFolder.Path is null ? Reason : null;
}

/// <summary>A theory that needs <see cref="SharedFolder"/>; where it is absent the theory is skipped and says so.</summary>
public sealed class TheoryWhenSharedAttribute : TheoryAttribute
{
    /// <summary>Skips where the folder is absent.</summary>
    public TheoryWhenSharedAttribute() => Skip = SharedFolder.Path is null ? FactWhenSharedAttribute.Reason : null;
}
