using Couverture.Execution;

namespace Couverture.Types;

/// <summary>How a field gets its value; bound at build time.</summary>
public abstract record FieldResolver
{
    private FieldResolver()
    {
    }

    /// <summary>The same resolver with its value changed.</summary>
    internal FieldResolver Select(Func<object?, object?> selector) => this switch
    {
        Member member => new Member(parent => selector(member.Resolve(parent))),
        Sync sync => new Sync(context => selector(sync.Resolve(context))),
        Async asynchronous => new Async(async context => selector(await asynchronous.Resolve(context))),
        _ => throw new InvalidOperationException($"No resolver is a {GetType().Name}."),
    };

    /// <summary>A member of the parent: no context, no services, cannot wait.</summary>
    /// <param name="Resolve">From the parent's runtime value to the field's.</param>
    public sealed record Member(Func<object, object?> Resolve) : FieldResolver;

    /// <summary>A method that answers at once.</summary>
    /// <param name="Resolve">From the context to the field's value.</param>
    public sealed record Sync(Func<ResolverContext, object?> Resolve) : FieldResolver;

    /// <summary>A method that may wait, for example on a DataLoader.</summary>
    /// <param name="Resolve">From the context to the field's value.</param>
    public sealed record Async(Func<ResolverContext, ValueTask<object?>> Resolve) : FieldResolver;
}
