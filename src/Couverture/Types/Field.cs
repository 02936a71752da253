using Couverture.Execution;

namespace Couverture.Types;

/// <summary>An output field of an object or interface type.</summary>
public sealed class Field : INamed
{
    internal Field(
        string name,
        string? description,
        IOutputType type,
        MemberCollection<Argument> arguments,
        FieldResolver? resolver,
        string? deprecationReason,
        string coordinate,
        Func<ResolverContext, IAsyncEnumerable<object?>>? subscribe = null)
    {
        Name = name;
        Description = description;
        Type = type;
        Arguments = arguments;
        Resolver = resolver;
        DeprecationReason = deprecationReason;
        Coordinate = coordinate;
        Subscribe = subscribe;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>What the field means; null where it has no description.</summary>
    public string? Description { get; }

    /// <summary>The field's type.</summary>
    public IOutputType Type { get; }

    /// <summary>The arguments, in the order in which the resolver reads them.</summary>
    public MemberCollection<Argument> Arguments { get; }

    /// <summary>Why the field is deprecated; null where it is not.</summary>
    public string? DeprecationReason { get; }

    /// <summary>The schema coordinate, for example <c>Wallet.tokens</c>.</summary>
    public string Coordinate { get; }

    /// <summary>How the field gets its value; null on interface types, where only the implementing types' fields run.</summary>
    internal FieldResolver? Resolver { get; }

    /// <summary>The events of a field of the subscription root; null on every other field.</summary>
    internal Func<ResolverContext, IAsyncEnumerable<object?>>? Subscribe { get; }

    /// <inheritdoc />
    public override string ToString() => Coordinate;
}
