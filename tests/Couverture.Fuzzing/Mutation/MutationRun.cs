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

    /// <summary>The same with a figure for each thing measured, and an end to the process where one input takes more than half a minute.</summary>
    public async Task ReportAsync(int first, int count, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        long last = -1;
        await using var watch = new Timer(
            _ =>
            {
                if (Interlocked.Exchange(ref last, Volatile.Read(ref _number)) == Volatile.Read(ref _number) && clock.IsRunning)
                    Environment.FailFast($"input {_number} of seed {seed} hangs: {Convert.ToBase64String(_input)}");
            },
            null,
            TimeSpan.FromSeconds(30),
            TimeSpan.FromSeconds(30));
        await RunAsync(first, count);
        clock.Stop();
        using var process = Process.GetCurrentProcess();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.GetType().Name}: {count} inputs of seed {seed}, {Taken} taken, {count - Taken} refused, {clock.Elapsed.TotalSeconds:F0} s, {process.PeakWorkingSet64 >> 20} MiB at most"));
    }
}
