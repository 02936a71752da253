using Couverture.Execution;

namespace Couverture.Types;

/// <summary>Resolves the value of a field. The delegates are created at build time, not by reflection.</summary>
public abstract record FieldResolver
{
    private FieldResolver()
    {
    }

    /// <summary>Returns a resolver that applies a function to the value.</summary>
    internal FieldResolver Select(Func<object?, object?> selector) => this switch
    {
        Member member => new Member(parent => selector(member.Resolve(parent))),
        Sync sync => new Sync(context => selector(sync.Resolve(context))),
        Async asynchronous => new Async(async context => selector(await asynchronous.Resolve(context))),
        _ => throw new InvalidOperationException($"Unknown resolver {GetType().Name}."),
    };

    /// <summary>Returns the function that resolves the field, whatever kind of resolver this is.</summary>
    internal Func<ResolverContext, ValueTask<object?>> ToFunction() => this switch
    {
        Member member => context => new(member.Resolve(context.Parent<object>())),
        Sync sync => context => new(sync.Resolve(context)),
        Async asynchronous => asynchronous.Resolve,
        _ => throw new InvalidOperationException($"Unknown resolver {GetType().Name}."),
    };

    /// <summary>Reads a member of the parent, synchronously and without a context.</summary>
    /// <param name="Resolve">Returns the field's value for the parent's runtime value.</param>
    public sealed record Member(Func<object, object?> Resolve) : FieldResolver;

    /// <summary>Calls a synchronous method.</summary>
    /// <param name="Resolve">Returns the field's value for the context.</param>
    public sealed record Sync(Func<ResolverContext, object?> Resolve) : FieldResolver;

    /// <summary>Calls an asynchronous method, which can await a DataLoader for example.</summary>
    /// <param name="Resolve">Returns the field's value for the context.</param>
    public sealed record Async(Func<ResolverContext, ValueTask<object?>> Resolve) : FieldResolver;
}
