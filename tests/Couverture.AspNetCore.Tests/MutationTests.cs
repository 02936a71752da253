using Couverture.Fuzzing.Mutation;

namespace Couverture.AspNetCore.Tests;

/// <summary>A short run of the mutation fuzzer in tests/Couverture.Fuzzing. The message of a failure contains the input and its number.</summary>
public sealed class MutationTests
{
    private const int Seed = 1;
    private const int Inputs = 3_000;

    [Fact]
    public async Task Endpoint_Should_ReturnAResultAndKeepRunning_When_BodiesAreMutated()
    {
        await using var target = await HttpTarget.StartAsync();
        var run = new MutationRun(target, Seed);

        await run.RunAsync(0, Inputs);

        run.Accepted.ShouldBeInRange(Inputs / 50, Inputs - (Inputs / 50), "some bodies must be accepted and some rejected");
    }
}
