using System.Runtime.CompilerServices;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>A missing snapshot fails its test. With <c>SNAPSHOOTER_STRICT_MODE=off</c>, the snapshot is written instead, to be reviewed and committed.</summary>
public sealed class SnapshotTests
{
    private const string StrictMode = "SNAPSHOOTER_STRICT_MODE";

    // Snapshooter is not strict by default, so a test without a committed snapshot would pass in CI.
    [ModuleInitializer]
    internal static void BeStrict() => Environment.SetEnvironmentVariable(StrictMode, Environment.GetEnvironmentVariable(StrictMode) ?? "on");

    [Fact]
    public void Match_Should_Fail_When_ThereIsNoSnapshot()
    {
        const string Name = $"{nameof(SnapshotTests)}.Missing";

        var failure = Should.Throw<Exception>(() => Snapshot.Match("text", Name));

        failure.Message.ShouldContain("no snapshot has been found");
        File.Exists(RepositoryRoot.Combine("tests", "PortfolioGraph.Server.Tests", "Shape", "__snapshots__", $"{Name}.snap")).ShouldBeFalse();
    }
}
