using Couverture.Language;

namespace Couverture.Execution;

/// <summary>Gives a resolver access to its field and its operation.</summary>
public interface IResolverContext
{
    /// <summary>The path of the field in the response: response names and list indexes from the root.</summary>
    IReadOnlyList<object> Path { get; }

    /// <summary>Cancelled when the client disconnects or the operation times out.</summary>
    CancellationToken RequestAborted { get; }

    /// <summary>Returns the object that the field is resolved on.</summary>
    /// <typeparam name="T">Its runtime type.</typeparam>
    T Parent<T>();

    /// <summary>Returns the coerced value of an argument.</summary>
    /// <typeparam name="T">The argument's runtime type.</typeparam>
    /// <param name="name">The argument's name.</param>
    /// <exception cref="ArgumentException">The field has no such argument.</exception>
    T ArgumentValue<T>(string name);

    /// <summary>Returns the literal of an argument, with its variables replaced by their literals. It shows what a client wrote and in which order.</summary>
    /// <typeparam name="TValueNode">The kind of the literal; <see cref="IValueNode"/> for any.</typeparam>
    /// <param name="name">The argument's name. Its default, or null, is returned if the client omits the argument.</param>
    /// <exception cref="ArgumentException">The field has no such argument.</exception>
    TValueNode ArgumentLiteral<TValueNode>(string name)
        where TValueNode : IValueNode;

    /// <summary>Returns a service of the application.</summary>
    /// <typeparam name="T">The service's type.</typeparam>
    T Service<T>()
        where T : notnull;

    /// <summary>Returns the operation's instance of a DataLoader.</summary>
    /// <typeparam name="T">The loader's interface.</typeparam>
    T DataLoader<T>()
        where T : notnull;

    /// <summary>
    /// Adds an error to the response without failing the field. The field's path and location are used if the error has none. Call it before the resolver completes.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <exception cref="InvalidOperationException">The resolver creates a source stream, which has no response yet.</exception>
    void ReportError(IError error);

    /// <summary>Sets a value for the fields below this one. Other fields do not see it, not even aliases of this field.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="name">The name of the value.</param>
    /// <param name="value">The value.</param>
    void SetScopedState<T>(string name, T value);

    /// <summary>Whether a child field of this name is selected, directly or through fragments, and not skipped by directives.</summary>
    /// <param name="fieldName">The child's field name.</param>
    bool IsSelected(string fieldName);

    /// <summary>Returns the merged selections of the child fields of this name; empty if there are none.</summary>
    /// <param name="fieldName">The child's field name.</param>
    ISelectionCollection Select(string fieldName);
}

/// <summary>The selections of one field name, for looking ahead further down.</summary>
public interface ISelectionCollection
{
    /// <summary>Whether any of the selections has a child field of this name.</summary>
    /// <param name="fieldName">The child's field name.</param>
    bool IsSelected(string fieldName);

    /// <summary>Returns the merged selections of the child fields of this name; empty if there are none.</summary>
    /// <param name="fieldName">The child's field name.</param>
    ISelectionCollection Select(string fieldName);
}
