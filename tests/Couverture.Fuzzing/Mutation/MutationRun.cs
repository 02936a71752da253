using System.Diagnostics;
using System.Globalization;
using Couverture.Fuzzing.Generation;

namespace Couverture.Fuzzing.Mutation;

/// <summary>Puts mutated inputs to a target; an input is the same for the same seed and number.</summary>
internal sealed class MutationRun(MutationTarget target, int seed)
{
    private long _number;
    private byte[] _input = [];

    /// <summary>How many inputs were taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Runs inputs.</summary>
    /// <exception cref="InvalidDataException">Something does not hold; the message has the input's number and the input.</exception>
    public async Task RunAsync(int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            var input = new Mutator(new Randomness(Randomness.Seed(seed, number)), target.Seeds, target.Pieces).Next();
            (_input, _number) = (input, number);
            try
            {
                Taken += await target.TakesAsync(input) ? 1 : 0;
            }
            catch (Exception exception)
            {
                throw new InvalidDataException($"input {number} of seed {seed}, in base 64: {Convert.ToBase64String(input)}", exception);
            }
        }
    }

    /// <summary>The same with a figure for each thing measured, and an end to the process where one input takes half a minute of work.</summary>
    public async Task ReportAsync(int first, int count, TextWriter output)
    {
        using var process = Process.GetCurrentProcess();
        var clock = Stopwatch.StartNew();
        var (last, since) = (-1L, TimeSpan.Zero);
        await using var watch = new Timer(_ => Watch(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        await RunAsync(first, count);
        process.Refresh();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.GetType().Name}: {count} inputs of seed {seed}, {Taken} taken, {count - Taken} refused, {clock.Elapsed.TotalSeconds:F0} s, {process.PeakWorkingSet64 >> 20} MiB at most"));

        // Of work, not of time: a machine that is busy with other things makes nothing hang.
        void Watch()
        {
            process.Refresh();
            var number = Volatile.Read(ref _number);
            if (number != last)
                (last, since) = (number, process.TotalProcessorTime);
            else if (process.TotalProcessorTime - since > TimeSpan.FromSeconds(30))
                Environment.FailFast($"input {number} of seed {seed} hangs: {Convert.ToBase64String(_input)}");
        }
    }
}
