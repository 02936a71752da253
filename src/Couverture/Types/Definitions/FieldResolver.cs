using Couverture.Data;
using Couverture.Execution;
using Couverture.Execution.Results;

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
        Sync sync => sync with { Resolve = context => selector(sync.Resolve(context)) },
        Async or AwaitedResolver when ToFunction() is var resolve => new Async(async context => selector(await resolve(context))),
        _ => throw new InvalidOperationException($"Unknown resolver {GetType().Name}."),
    };

    /// <summary>Returns the function that resolves the field, whatever kind of resolver this is.</summary>
    internal Func<ResolverContext, ValueTask<object?>> ToFunction() => this switch
    {
        Member member => context => new(member.Resolve(context.Parent<object>())),
        Sync sync => context => new(sync.Resolve(context)),
        Async asynchronous => asynchronous.Resolve,
        AwaitedResolver awaited => awaited.ResolveAsync,
        _ => throw new InvalidOperationException($"Unknown resolver {GetType().Name}."),
    };

    /// <summary>Reads a member of the parent, synchronously and without a context.</summary>
    /// <param name="Resolve">Returns the field's value for the parent's runtime value.</param>
    public record Member(Func<object, object?> Resolve) : FieldResolver
    {
        /// <summary>Returns a resolver of a member. Values of a value type are not boxed if their scalar is an <see cref="IValueWriter{T}"/>.</summary>
        /// <typeparam name="T">The type of the member.</typeparam>
        /// <param name="read">Reads the member of the parent.</param>
        public static Member Of<T>(Func<object, T> read) => read is Func<object, object?> reference ? new Member(reference) : new Value<T>(read);

        /// <summary>Returns a resolver of a member of a nullable value type.</summary>
        /// <typeparam name="T">The type of the member.</typeparam>
        /// <param name="read">Reads the member of the parent.</param>
        public static Member Of<T>(Func<object, T?> read)
            where T : struct =>
            new NullableValue<T>(read);

        /// <summary>Returns the writer of a leaf field; null if its values are boxed.</summary>
        internal virtual LeafWriter? CreateWriter(IType type) => null;

        private sealed record Value<T>(Func<object, T> Read) : Member(parent => Read(parent))
        {
            internal override LeafWriter? CreateWriter(IType type) => type.NullableType() is IValueWriter<T> scalar ? new ValueLeafWriter<T>(Read, scalar) : null;
        }

        private sealed record NullableValue<T>(Func<object, T?> Read) : Member(parent => Read(parent))
            where T : struct
        {
            internal override LeafWriter? CreateWriter(IType type) =>
                type.NullableType() is IValueWriter<T> scalar ? new NullableLeafWriter<T>(Read, scalar, type.IsNonNull()) : null;
        }
    }

    /// <summary>Calls a synchronous method.</summary>
    /// <param name="Resolve">Returns the field's value for the context.</param>
    public sealed record Sync(Func<ResolverContext, object?> Resolve) : FieldResolver
    {
        /// <summary>Whether the method gets nothing but the parent and the field's arguments.</summary>
        public bool IsPure { get; init; }
    }

    /// <summary>Calls an asynchronous method, which can await a DataLoader for example.</summary>
    /// <param name="Resolve">Returns the field's value for the context.</param>
    public sealed record Async(Func<ResolverContext, ValueTask<object?>> Resolve) : FieldResolver;

    /// <summary>Calls an asynchronous method whose task has the type of the field's value. The execution awaits that task itself, so that no other task stands between them.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="Resolve">Starts the method in the context.</param>
    public sealed record Awaited<T>(Func<ResolverContext, Task<T>> Resolve) : AwaitedResolver
    {
        internal override Task Start(ResolverContext context) => Resolve(context);

        internal override object? GetResult(Task task) => ((Task<T>)task).GetAwaiter().GetResult();

        internal override async ValueTask<object?> ResolveAsync(ResolverContext context) => await Resolve(context);
    }

    /// <summary>An asynchronous method with a value of any type.</summary>
    public abstract record AwaitedResolver : FieldResolver
    {
        private protected AwaitedResolver()
        {
        }

        internal abstract Task Start(ResolverContext context);

        /// <summary>Returns the value of a completed task of <see cref="Start"/>, or throws its exception.</summary>
        internal abstract object? GetResult(Task task);

        internal abstract ValueTask<object?> ResolveAsync(ResolverContext context);
    }

    /// <summary>Resolves a list and cuts it into pages.</summary>
    /// <param name="Inner">Resolves the list.</param>
    /// <param name="Paging">Returns the page.</param>
    internal sealed record Paged(FieldResolver Inner, FieldPaging Paging) : FieldResolver;
}
