using System.Globalization;
using Couverture.Fuzzing.Differential;
using Couverture.Fuzzing.Mutation;

namespace Couverture.Fuzzing;

/// <summary>The command line of the fuzzers; see README.md in this folder.</summary>
internal static class Program
{
    private const int DefaultSeed = 20_250_901;

    public static async Task<int> Main(string[] arguments)
    {
        var settings = ParseSettings(arguments.Skip(1));
        var seed = settings.GetValueOrDefault("seed", DefaultSeed);
        switch (arguments.FirstOrDefault())
        {
            case "differential":
                using (var reference = new ReferenceProcess(Path.Combine(FindRepositoryRoot(), "tests", "conformance", "oracle")))
                    return await new DifferentialRun(reference, seed, Console.Out).RunAsync(settings.GetValueOrDefault("first"), settings.GetValueOrDefault("count", 10_000)) == 0 ? 0 : 1;
            case "parser":
                return await MutateAsync(new ParserTarget());
            case "coercion":
                return await MutateAsync(new CoercionTarget());
            case "http":
                return await MutateAsync(await HttpTarget.StartAsync());
            default:
                await Console.Error.WriteLineAsync("differential | parser | coercion | http [--seed N] [--first N] [--count N]");
                return 2;
        }

        async Task<int> MutateAsync(MutationTarget target)
        {
            await using var disposeTarget = target;
            await new MutationRun(target, seed).ReportAsync(settings.GetValueOrDefault("first"), settings.GetValueOrDefault("count", 1_000_000), Console.Out);
            return 0;
        }
    }

    private static Dictionary<string, int> ParseSettings(IEnumerable<string> arguments) =>
        arguments.Chunk(2).ToDictionary(pair => pair[0].TrimStart('-'), pair => int.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static string FindRepositoryRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "PortfolioGraph.sln")))
                return folder;
        }

        throw new DirectoryNotFoundException("The fuzzer must be run inside the repository.");
    }
}
