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

    /// <summary>The description; null if there is none.</summary>
    public string? Description { get; }

    /// <summary>The field's type.</summary>
    public IOutputType Type { get; }

    /// <summary>The arguments, in the order in which the resolver reads them.</summary>
    public MemberCollection<Argument> Arguments { get; }

    /// <summary>The deprecation reason; null if it is not deprecated.</summary>
    public string? DeprecationReason { get; }

    /// <summary>The schema coordinate, for example <c>Wallet.tokens</c>.</summary>
    public string Coordinate { get; }

    /// <summary>The resolver; null for interface fields, because only the fields of implementing types are resolved.</summary>
    internal FieldResolver? Resolver { get; }

    /// <summary>Returns the source stream of a subscription root field; null for all other fields.</summary>
    internal Func<ResolverContext, IAsyncEnumerable<object?>>? Subscribe { get; }

    /// <inheritdoc />
    public override string ToString() => Coordinate;
}
