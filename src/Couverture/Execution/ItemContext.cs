using System.Collections.Concurrent;

namespace Couverture.Execution;

/// <summary>The context of the resolver of one item of a field's list, or of the field's single value. Errors are kept, so that the field can report them in the order of the items.</summary>
/// <param name="owner">The context of the owner.</param>
/// <param name="index">The index of the item; null if the field is not a list.</param>
internal abstract class ItemContext(FieldContext owner, int? index) : ResolverContext
{
    private readonly ConcurrentQueue<IError> _errors = new();

    /// <summary>The reported errors, in order.</summary>
    public IEnumerable<IError> Errors => _errors;

    public override IReadOnlyList<object> Path => index is { } i ? [.. owner.Path, i] : owner.Path;

    public override CancellationToken RequestAborted => owner.RequestAborted;

    public override T Parent<T>() => owner.Parent<T>();

    public override T Argument<T>(int index) => owner.Argument<T>(index);

    public override T ArgumentValue<T>(string name) => owner.ArgumentValue<T>(name);

    public override TValueNode ArgumentLiteral<TValueNode>(string name) => owner.ArgumentLiteral<TValueNode>(name);

    public override T Service<T>() => owner.Service<T>();

    public override T DataLoader<T>() => owner.DataLoader<T>();

    public override void ReportError(IError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        _errors.Enqueue(error.Path is null ? error.WithPath(Path) : error);
    }

    // All items belong to one field, so each would see the state of the others.
    public override void SetScopedState<T>(string name, T value) =>
        throw new NotSupportedException("The resolver of an item cannot set scoped state. Put the value into the object that it returns.");

    public override T ScopedState<T>(string name) => owner.ScopedState<T>(name);

    public override bool IsSelected(string fieldName) => owner.IsSelected(fieldName);

    public override ISelectionCollection Select(string fieldName) => owner.Select(fieldName);

    /// <summary>Resolves the items of a list. All start before the first is awaited, so that their loads form one batch. An item that fails is null, with its errors.</summary>
    /// <param name="field">The context of the field.</param>
    /// <param name="items">The contexts of the items.</param>
    /// <param name="resolve">Returns the value of an item.</param>
    public static async ValueTask<object?[]> ResolveAllAsync<TItem>(FieldContext field, IReadOnlyList<TItem> items, Func<TItem, ValueTask<object?>> resolve)
        where TItem : ItemContext
    {
        var values = await Task.WhenAll(items.Select(item => item.ResolveAsync(field, () => resolve(item))).ToArray());
        // In the order of the items, whichever failed first.
        foreach (var error in items.SelectMany(static item => item.Errors))
            field.ReportError(error);
        return values;
    }

    private async Task<object?> ResolveAsync(FieldContext field, Func<ValueTask<object?>> resolve)
    {
        try
        {
            return await resolve();
        }
        catch (GraphQLException exception)
        {
            foreach (var error in exception.Errors)
                ReportError(error);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !RequestAborted.IsCancellationRequested)
        {
            ReportError(field.Operation.CreateUnexpectedError(exception, Path));
        }

        return null;
    }
}
