using Couverture.Fuzzing.Mutation;

namespace Couverture.Tests.Fuzzing;

/// <summary>A short run of what tests/Couverture.Fuzzing does at length. An input that fails is in the message with its number.</summary>
public sealed class MutationTests
{
    private const int Seed = 1;
    private const int Inputs = 10_000;

    [Fact]
    public async Task Parse_Should_TakeOrRefuseInProportion_When_DocumentsAreMutated() => await RunAsync(new ParserTarget());

    [Fact]
    public async Task Execute_Should_RunOrRefuseInProportion_When_VariablesAreMutated() => await RunAsync(new CoercionTarget());

    private static async Task RunAsync(MutationTarget target)
    {
        await using var ending = target;
        var run = new MutationRun(target, Seed);

        await run.RunAsync(0, Inputs);

        run.Accepted.ShouldBeInRange(Inputs / 50, Inputs - (Inputs / 50), "inputs of both kinds are met");
    }
}
