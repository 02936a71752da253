using PortfolioGraph.Testing.Snapshots;
using Xunit.Sdk;

namespace PortfolioGraph.Upstream.Tests.Kit;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Match_Should_WriteTheFileAndHoldToIt_When_ThereIsNone()
    {
        Snapshot.Match("one\ntwo\n", _folder, "name.snap", ci: false);

        File.ReadAllText(Path.Combine(_folder, "name.snap")).ShouldBe("one\ntwo\n");
        Snapshot.Match("one\ntwo\n", _folder, "name.snap", ci: true);
        var difference = Should.Throw<XunitException>(() => Snapshot.Match("one\nthree\n", _folder, "name.snap", ci: false));
        difference.Message.ShouldContain("Line 2");
        difference.Message.ShouldContain("three");
        File.ReadAllText(Path.Combine(_folder, "__mismatch__", "name.snap")).ShouldBe("one\nthree\n");
    }

    [Fact]
    public void Match_Should_Fail_When_TheFileIsMissingUnderCi()
    {
        Should.Throw<XunitException>(() => Snapshot.Match("one\n", _folder, "name.snap", ci: true)).Message.ShouldContain("name.snap");

        File.Exists(Path.Combine(_folder, "name.snap")).ShouldBeFalse();
    }

    [Fact]
    public void Match_Should_ForgetTheMismatch_When_TheResultIsRightAgain()
    {
        Snapshot.Match("one\n", _folder, "name.snap", ci: false);
        Should.Throw<XunitException>(() => Snapshot.Match("two\n", _folder, "name.snap", ci: false));

        Snapshot.Match("one\n", _folder, "name.snap", ci: false);

        File.Exists(Path.Combine(_folder, "__mismatch__", "name.snap")).ShouldBeFalse();
    }
}
