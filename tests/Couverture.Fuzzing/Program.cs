using System.Globalization;
using Couverture.Fuzzing.Differential;

namespace Couverture.Fuzzing;

/// <summary>Fuzzing by hand and in the checks; README.md beside this file tells how.</summary>
internal static class Program
{
    private const int DefaultSeed = 20_250_901;

    public static async Task<int> Main(string[] arguments)
    {
        var settings = Settings(arguments.Skip(1));
        var seed = settings.GetValueOrDefault("seed", DefaultSeed);
        switch (arguments.FirstOrDefault())
        {
            case "differential":
                using (var reference = new Reference(Path.Combine(Repository(), "tests", "conformance", "oracle")))
                    return await new DifferentialRun(reference, seed, Console.Out).RunAsync(settings.GetValueOrDefault("first"), settings.GetValueOrDefault("count", 10_000)) == 0 ? 0 : 1;
            default:
                await Console.Error.WriteLineAsync("differential [--seed N] [--first N] [--count N]");
                return 2;
        }
    }

    private static Dictionary<string, int> Settings(IEnumerable<string> arguments) =>
        arguments.Chunk(2).ToDictionary(pair => pair[0].TrimStart('-'), pair => int.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static string Repository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "PortfolioGraph.sln")))
                return folder;
        }

        throw new DirectoryNotFoundException("This runs inside the repository only.");
    }
}
