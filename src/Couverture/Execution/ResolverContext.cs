namespace Couverture.Execution;

/// <summary>The resolver context as generated code uses it: arguments by index, scoped state.</summary>
public abstract class ResolverContext : IResolverContext
{
    /// <inheritdoc />
    public abstract IReadOnlyList<object> Path { get; }

    /// <inheritdoc />
    public abstract CancellationToken RequestAborted { get; }

    /// <inheritdoc />
    public abstract T Parent<T>();

    /// <summary>The coerced value of an argument.</summary>
    /// <typeparam name="T">The argument's runtime type.</typeparam>
    /// <param name="index">The argument's place in its field's definition, counted from 0.</param>
    public abstract T Argument<T>(int index);

    /// <inheritdoc />
    public abstract T ArgumentValue<T>(string name);

    /// <inheritdoc />
    public abstract T Service<T>()
        where T : notnull;

    /// <inheritdoc />
    public abstract T DataLoader<T>()
        where T : notnull;

    /// <inheritdoc />
    public abstract void SetScopedState<T>(string name, T value);

    /// <summary>The value that a resolver above left under a name.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="name">The name it was left under.</param>
    /// <exception cref="InvalidOperationException">No resolver above left one.</exception>
    public abstract T ScopedState<T>(string name);

    /// <inheritdoc />
    public abstract bool IsSelected(string fieldName);

    /// <inheritdoc />
    public abstract ISelectionCollection Select(string fieldName);
}
