using Couverture.Execution;

namespace Couverture.Federation;

/// <summary>The context of the resolver of one entity. Its path ends with the index of the representation.</summary>
/// <param name="entities">The context of the field <c>_entities</c>.</param>
/// <param name="index">The index of the representation.</param>
/// <param name="representation">The representation.</param>
internal sealed class EntityContext(FieldContext entities, int index, Representation representation) : ItemContext(entities, index)
{
    public Representation Representation { get; } = representation;
}

/// <summary>Reads the representation in the resolver of an entity.</summary>
public static class RepresentationExtensions
{
    /// <summary>Returns the representation that the resolver is to load.</summary>
    /// <param name="context">The context of the resolver of an entity.</param>
    /// <exception cref="InvalidOperationException">The context is not that of the resolver of an entity.</exception>
    public static Representation GetRepresentation(this IResolverContext context) =>
        (context as EntityContext)?.Representation ?? throw new InvalidOperationException("Only the resolver of an entity has a representation.");
}
