using Couverture.Language;

namespace Couverture.Execution;

/// <summary>The resolver context for generated code, with arguments by index and scoped state.</summary>
public abstract class ResolverContext : IResolverContext
{
    /// <inheritdoc />
    public abstract IReadOnlyList<object> Path { get; }

    /// <inheritdoc />
    public abstract CancellationToken RequestAborted { get; }

    /// <inheritdoc />
    public abstract T Parent<T>();

    /// <summary>Returns the coerced value of an argument.</summary>
    /// <typeparam name="T">The argument's runtime type.</typeparam>
    /// <param name="index">The argument's zero-based index in the field's definition.</param>
    public abstract T Argument<T>(int index);

    /// <inheritdoc />
    public abstract T ArgumentValue<T>(string name);

    /// <inheritdoc />
    public abstract TValueNode ArgumentLiteral<TValueNode>(string name)
        where TValueNode : IValueNode;

    /// <inheritdoc />
    public abstract T Service<T>()
        where T : notnull;

    /// <inheritdoc />
    public abstract T DataLoader<T>()
        where T : notnull;

    /// <inheritdoc />
    public abstract void ReportError(IError error);

    /// <inheritdoc />
    public abstract void SetScopedState<T>(string name, T value);

    /// <summary>Returns the value that a resolver above has set.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="name">The name of the value.</param>
    /// <exception cref="InvalidOperationException">No resolver above has set the value.</exception>
    public abstract T ScopedState<T>(string name);

    /// <inheritdoc />
    public abstract bool IsSelected(string fieldName);

    /// <inheritdoc />
    public abstract ISelectionCollection Select(string fieldName);
}
