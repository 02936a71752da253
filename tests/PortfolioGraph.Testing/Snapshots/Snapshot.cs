using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Xunit.Sdk;

namespace PortfolioGraph.Testing.Snapshots;

/// <summary>
/// Compares a value with the file that an earlier, reviewed run has left under <c>__snapshots__</c> beside the test. The surface is that of Snapshooter.Xunit,
/// as far as it is used here. Give it text where the two must agree to the letter: objects are written as JSON by each in its own way.
/// </summary>
public static class Snapshot
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Compares, or writes the file where there is none yet; under <c>CI=true</c> a missing file fails. After a mismatch the new text lies under
    /// <c>__snapshots__/__mismatch__</c>.
    /// </summary>
    /// <param name="currentResult">Text, or an object to be written as JSON.</param>
    /// <param name="snapshotName">The file's name without its ending; null for test class and method.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public static void Match(object currentResult, string? snapshotName = null, [CallerFilePath] string file = "", [CallerMemberName] string member = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(OnThisMachine(file))!, "__snapshots__");
        var name = (snapshotName ?? $"{Path.GetFileNameWithoutExtension(file)}.{member}") + ".snap";
        var ci = string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Match(Normalise(currentResult as string ?? JsonSerializer.Serialize(currentResult, Json)), folder, name, ci);
    }

    internal static void Match(string actual, string folder, string name, bool ci)
    {
        var path = Path.Combine(folder, name);
        var mismatch = Path.Combine(folder, "__mismatch__", name);

        if (!File.Exists(path))
        {
            if (ci)
                throw new XunitException($"There is no snapshot {path}. Run the test without CI=true, review the file and commit it.");
            Write(path, actual);
            return;
        }

        var expected = Normalise(File.ReadAllText(path));
        if (expected == actual)
        {
            if (File.Exists(mismatch))
                File.Delete(mismatch);
            return;
        }

        Write(mismatch, actual);
        throw new XunitException($"The result differs from {path}; the new one is {mismatch}.\n{FirstDifference(expected, actual)}");
    }

    // A build that hides the machine's paths writes /_/ for the repository's root.
    private static string OnThisMachine(string file) =>
        file.StartsWith("/_/", StringComparison.Ordinal) ? RepositoryRoot.Combine(file[3..]) : file;

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {line + 1}\n  expected: {left.ElementAtOrDefault(line)}\n  actual:   {right.ElementAtOrDefault(line)}";
    }
}
