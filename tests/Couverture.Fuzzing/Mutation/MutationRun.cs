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
    public int Accepted { get; private set; }

    /// <summary>Runs inputs.</summary>
    /// <exception cref="InvalidDataException">Something does not hold; the message has the input's number and the input.</exception>
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

    /// <summary>The same with a figure for each thing measured, and an end to the process where one input takes half a minute of work.</summary>
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
            $"{target.GetType().Name}: {count} inputs of seed {seed}, {Accepted} taken, {count - Accepted} refused, {clock.Elapsed.TotalSeconds:F0} s, {process.PeakWorkingSet64 >> 20} MiB at most"));

        // Of work, not of time: a machine that is busy with other things makes nothing hang.
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
