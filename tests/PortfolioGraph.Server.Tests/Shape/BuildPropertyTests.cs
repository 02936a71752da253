using System.Diagnostics;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>Properties set by the build files at the root, evaluated by MSBuild.</summary>
public sealed class BuildPropertyTests
{
    private static readonly string Server = Path.Combine("src", "PortfolioGraph.Server", "PortfolioGraph.Server.csproj");

    [Theory]
    [InlineData("src", "Product", "true")]
    [InlineData("tests", "Product.Tests", "")]
    public async Task IsProductProject_Should_DependOnThePathBelowTheRoot_When_TheCloneIsInsideAFolderNamedSrc(string folder, string name, string expected)
    {
        var parent = Directory.CreateTempSubdirectory();
        try
        {
            var root = Path.Combine(parent.FullName, "src", "clone");
            var project = Path.Combine(root, folder, name, $"{name}.csproj");
            Directory.CreateDirectory(Path.GetDirectoryName(project)!);
            await File.WriteAllTextAsync(project, """<Project Sdk="Microsoft.NET.Sdk" />""");
            foreach (var file in Directory.GetFiles(RepositoryRoot.Path, "Directory.*"))
                File.Copy(file, Path.Combine(root, Path.GetFileName(file)));

            var (exitCode, output) = await RunAsync(root, project, "-getProperty:IsProductProject");

            exitCode.ShouldBe(0, output);
            output.Trim().ShouldBe(expected);
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("15.1.13", 1)]
    [InlineData("15.1.14", 0)]
    public async Task HotChocolate_Should_FailTheBuild_When_TheVersionIsUnsafe(string version, int expected)
    {
        var (exitCode, output) = await RunAsync(RepositoryRoot.Path, Server, "-t:RequireSafeHotChocolate", "-p:GraphQLEngine=HotChocolate", $"-p:HotChocolateVersion={version}");

        exitCode.ShouldBe(expected, output);
        output.Contains($"HotChocolateVersion is {version} and must be at least 15.1.14", StringComparison.Ordinal).ShouldBe(expected == 1, output);
    }

    [Fact]
    public async Task HotChocolate_Should_HaveADefaultVersion_When_NoneIsGiven()
    {
        var (exitCode, output) = await RunAsync(RepositoryRoot.Path, Server, "-p:GraphQLEngine=HotChocolate", "-getProperty:HotChocolateVersion", "-t:RequireSafeHotChocolate");

        exitCode.ShouldBe(0, output);
        output.Trim().ShouldBe("15.1.17");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string folder, string project, params string[] arguments)
    {
        // Reused nodes would lock the folder of a test.
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", "-nr:false", "-tl:off", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Each test selects its own engine.
        start.Environment.Remove("GraphQLEngine");
        start.Environment.Remove("HotChocolateVersion");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
