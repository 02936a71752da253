using Couverture.Fuzzing.Mutation;

namespace Couverture.Tests.Fuzzing;

/// <summary>A short fuzzing run of tests/Couverture.Fuzzing. The failure message contains the failing input and its number.</summary>
public sealed class MutationTests
{
    private const int Seed = 1;
    private const int Inputs = 10_000;

    [Fact]
    public async Task Parse_Should_AcceptSomeInputsAndRejectOthers_When_DocumentsAreMutated() => await RunAsync(new ParserTarget());

    [Fact]
    public async Task Execute_Should_AcceptSomeInputsAndRejectOthers_When_VariablesAreMutated() => await RunAsync(new CoercionTarget());

    private static async Task RunAsync(MutationTarget target)
    {
        await using var disposal = target;
        var run = new MutationRun(target, Seed);

        await run.RunAsync(0, Inputs);

        run.Accepted.ShouldBeInRange(Inputs / 50, Inputs - (Inputs / 50), "both accepted and rejected inputs occur");
    }
}
