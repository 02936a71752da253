namespace Couverture.Fuzzing.Mutation;

/// <summary>What inputs are put to. Whatever an input is, it is taken or refused in an orderly way, at a cost in proportion to its length.</summary>
internal abstract class MutationTarget : IAsyncDisposable
{
    /// <summary>Good inputs to begin with.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Parts of inputs, to be put anywhere.</summary>
    public abstract IReadOnlyList<string> DictionaryTokens { get; }

    /// <summary>Puts one input; whether it was taken.</summary>
    /// <exception cref="InvalidDataException">What must hold for every input does not.</exception>
    public abstract ValueTask<bool> TryAcceptAsync(byte[] input);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected static void Require(bool condition, string message)
    {
        if (!condition)
            throw new InvalidDataException(message);
    }
}
