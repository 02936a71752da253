namespace Couverture.Execution;

/// <summary>What a resolver may ask of the operation it runs in.</summary>
public interface IResolverContext
{
    /// <summary>The path of the field in the response: response names and list indexes from the root.</summary>
    IReadOnlyList<object> Path { get; }

    /// <summary>Ends when the client has left or the operation's time is over.</summary>
    CancellationToken RequestAborted { get; }

    /// <summary>The value of the object the field is resolved on.</summary>
    /// <typeparam name="T">Its runtime type.</typeparam>
    T Parent<T>();

    /// <summary>The coerced value of an argument.</summary>
    /// <typeparam name="T">The argument's runtime type.</typeparam>
    /// <param name="name">The argument's name.</param>
    /// <exception cref="ArgumentException">The field has no such argument.</exception>
    T ArgumentValue<T>(string name);

    /// <summary>A service of the application.</summary>
    /// <typeparam name="T">The service's type.</typeparam>
    T Service<T>()
        where T : notnull;

    /// <summary>The DataLoader of this operation.</summary>
    /// <typeparam name="T">The loader's interface.</typeparam>
    T DataLoader<T>()
        where T : notnull;

    /// <summary>Leaves a value for the fields below this one; other fields, aliases of this one included, do not see it.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="name">The name to find it under.</param>
    /// <param name="value">The value.</param>
    void SetScopedState<T>(string name, T value);

    /// <summary>Whether the field is selected with a child of this name, through fragments, and not left out by directives.</summary>
    /// <param name="fieldName">The child's field name.</param>
    bool IsSelected(string fieldName);

    /// <summary>The selections of the children of this field name, taken together; empty where it is not selected.</summary>
    /// <param name="fieldName">The child's field name.</param>
    ISelectionCollection Select(string fieldName);
}

/// <summary>Selections of one field name, for looking further down.</summary>
public interface ISelectionCollection
{
    /// <summary>Whether any of the selections has a child of this name.</summary>
    /// <param name="fieldName">The child's field name.</param>
    bool IsSelected(string fieldName);

    /// <summary>The selections of the children of this field name.</summary>
    /// <param name="fieldName">The child's field name.</param>
    ISelectionCollection Select(string fieldName);
}
