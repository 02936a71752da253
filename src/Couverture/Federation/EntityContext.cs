using System.Collections.Concurrent;
using Couverture.Execution;
using Couverture.Language;

namespace Couverture.Federation;

/// <summary>The context of the resolver of one entity. Its path ends with the index of the representation.</summary>
/// <param name="entities">The context of the field <c>_entities</c>.</param>
/// <param name="index">The index of the representation.</param>
/// <param name="representation">The representation.</param>
internal sealed class EntityContext(IResolverContext entities, int index, Representation representation) : IResolverContext
{
    private readonly ConcurrentQueue<IError> _errors = new();

    public Representation Representation { get; } = representation;

    /// <summary>The reported errors, in order.</summary>
    public IEnumerable<IError> Errors => _errors;

    public IReadOnlyList<object> Path => [.. entities.Path, index];

    public CancellationToken RequestAborted => entities.RequestAborted;

    public T Parent<T>() => entities.Parent<T>();

    public T ArgumentValue<T>(string name) => entities.ArgumentValue<T>(name);

    public TValueNode ArgumentLiteral<TValueNode>(string name)
        where TValueNode : IValueNode => entities.ArgumentLiteral<TValueNode>(name);

    public T Service<T>()
        where T : notnull => entities.Service<T>();

    public T DataLoader<T>()
        where T : notnull => entities.DataLoader<T>();

    public void ReportError(IError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        _errors.Enqueue(error.Path is null ? error.WithPath(Path) : error);
    }

    // All entities are items of one field, so each would see the state of the others.
    public void SetScopedState<T>(string name, T value) =>
        throw new NotSupportedException("The resolver of an entity cannot set scoped state. Put the value into the object that it returns.");

    public bool IsSelected(string fieldName) => entities.IsSelected(fieldName);

    public ISelectionCollection Select(string fieldName) => entities.Select(fieldName);
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
