namespace Couverture.Fuzzing.Mutation;

/// <summary>The target of mutated inputs. It must accept or reject every input without crashing, at a cost proportional to the input's length.</summary>
internal abstract class MutationTarget : IAsyncDisposable
{
    /// <summary>The valid inputs to mutate.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>The tokens to insert at any position.</summary>
    public abstract IReadOnlyList<string> DictionaryTokens { get; }

    /// <summary>Runs an input and returns whether it was accepted.</summary>
    /// <exception cref="InvalidDataException">The input violates a requirement.</exception>
    public abstract ValueTask<bool> TryAcceptAsync(byte[] input);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected static void Require(bool condition, string message)
    {
        if (!condition)
            throw new InvalidDataException(message);
    }
}
