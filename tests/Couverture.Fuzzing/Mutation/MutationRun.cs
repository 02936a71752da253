using System.Diagnostics;
using System.Globalization;
using Couverture.Fuzzing.Generation;

namespace Couverture.Fuzzing.Mutation;

/// <summary>Runs mutated inputs on a target. An input is determined by the seed and its number.</summary>
internal sealed class MutationRun(MutationTarget target, int seed)
{
    private long _number;
    private byte[] _input = [];

    /// <summary>The number of accepted inputs.</summary>
    public int Accepted { get; private set; }

    /// <summary>Runs inputs.</summary>
    /// <exception cref="InvalidDataException">A requirement is violated; the message contains the input and its number.</exception>
    public async Task RunAsync(int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            var input = new Mutator(new RandomSource(RandomSource.DeriveSeed(seed, number)), target.Seeds, target.DictionaryTokens).Next();
            (_input, _number) = (input, number);
            try
            {
                Accepted += await target.TryAcceptAsync(input) ? 1 : 0;
            }
            catch (Exception exception)
            {
                throw new InvalidDataException($"input {number} of seed {seed}, in base 64: {Convert.ToBase64String(input)}", exception);
            }
        }
    }

    /// <summary>Runs inputs and prints statistics. Terminates the process if one input takes more than 30 seconds of CPU time.</summary>
    public async Task ReportAsync(int first, int count, TextWriter output)
    {
        using var process = Process.GetCurrentProcess();
        var clock = Stopwatch.StartNew();
        var (lastNumber, lastProcessorTime) = (-1L, TimeSpan.Zero);
        await using var hangTimer = new Timer(_ => CheckForHang(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        await RunAsync(first, count);
        process.Refresh();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.GetType().Name}: {count} inputs of seed {seed}, {Accepted} accepted, {count - Accepted} rejected, {clock.Elapsed.TotalSeconds:F0} s, {process.PeakWorkingSet64 >> 20} MiB peak memory"));

        // Measure CPU time instead of elapsed time, so that other load on the machine does not look like a hang.
        void CheckForHang()
        {
            process.Refresh();
            var number = Volatile.Read(ref _number);
            if (number != lastNumber)
                (lastNumber, lastProcessorTime) = (number, process.TotalProcessorTime);
            else if (process.TotalProcessorTime - lastProcessorTime > TimeSpan.FromSeconds(30))
                Environment.FailFast($"input {number} of seed {seed} hangs: {Convert.ToBase64String(_input)}");
        }
    }
}
