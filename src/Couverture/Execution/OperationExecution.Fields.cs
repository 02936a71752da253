using System.Collections;
using Couverture.Data;
using Couverture.Execution.Incremental;
using Couverture.Execution.Planning;
using Couverture.Execution.Results;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution;

/// <summary>The execution of fields and the completion of their values (specification section 6.4).</summary>
internal sealed partial class OperationExecution
{
    // A nullable variable with a default is allowed in a non-null position, and can still be null at run time (section 5.8.5).
    private Error? NullConditionError(SelectionPlan plan) =>
        _nullFlags == 0 || plan.FindNullCondition(Flags, _nullFlags) is not { } variable ? null : NullConditionError(variable);

    private static Error NullConditionError(VariableNode variable) => new(
        $"The variable \"${variable.Name.Value}\" is null, but a condition must not be null.",
        ErrorCodes.ArgumentInvalid,
        Locations: variable.Location is { } location ? [location] : null);

    private void Execute(ObjectResult target)
    {
        for (var slot = 0; slot < target.Values.Length && !target.IsNulled; slot++)
            Execute(target, slot);
        AddDeferredGroups(target);
    }

    private void Execute(ObjectResult target, int slot)
    {
        var field = target.Plan.Fields[slot];
        if (!field.IsIncluded(Flags))
        {
            target.Values[slot] = SkippedField.Value;
            return;
        }

        if (field.TypeName is { } typeName)
        {
            target.Values[slot] = typeName;
            return;
        }

        FieldContext? context = null;
        _trace?.Start(target, slot);
        try
        {
            switch (field.Field.Resolver)
            {
                case FieldResolver.Member member:
                    Complete(target, slot, field, field.Field.Type, member.Resolve(target.Source), target.State);
                    break;
                case FieldResolver.Paged paged:
                    context = new PagedFieldContext(this, target, slot, paged.Paging);
                    Resolve(paged.Inner, context);
                    break;
                case { } resolver:
                    context = new FieldContext(this, target, slot);
                    Resolve(resolver, context);
                    break;
            }
        }
        catch (Exception exception)
        {
            AddReportedErrors(context);
            Fail(target, slot, field, exception);
        }
    }

    private void Resolve(FieldResolver resolver, FieldContext context)
    {
        switch (resolver)
        {
            case FieldResolver.Member member:
                CompleteResolved(context, member.Resolve(context.Target.Source));
                break;
            case FieldResolver.Sync sync:
                CompleteResolved(context, sync.Resolve(context));
                break;
            case FieldResolver.AwaitedResolver awaited when awaited.Start(context) is var task:
                if (task.IsCompleted)
                    CompleteResolved(context, awaited.GetResult(task));
                else
                    Wait(context, task);
                break;
#pragma warning disable CA2012 // consumed once, in one of the branches
            case FieldResolver.Async asynchronous when asynchronous.Resolve(context) is var task:
#pragma warning restore CA2012
                if (task.IsCompleted)
                    CompleteResolved(context, task.GetAwaiter().GetResult());
                else
                    Wait(context, task.AsTask());
                break;
        }
    }

    private void CompleteResolved(FieldContext context, object? value)
    {
        if (value is not null && context is PagedFieldContext { HasList: false } paged)
        {
            var page = paged.PageAsync(value);
            if (!page.IsCompleted)
            {
                Wait(context, page.AsTask());
                return;
            }

            value = page.GetAwaiter().GetResult();
        }

        AddReportedErrors(context);
        Complete(context.Target, context.Slot, context.Plan, context.Plan.Field.Type, value, context.State);
    }

    private void Wait(FieldContext context, Task task)
    {
        context.Pending = task;
        context.Previous = _lastWaiting;
        if (_lastWaiting is null)
            _firstWaiting = context;
        else
            _lastWaiting.Next = context;
        _lastWaiting = context;
        context.Target.Part.WaitingFields++;
        // The awaiter captures the current synchronization context, which is this operation's queue.
        task.GetAwaiter().UnsafeOnCompleted(context.Resume);
    }

    /// <summary>Returns the value that a field has waited for, or throws the exception.</summary>
    private static object? GetResult(FieldContext context, Task task) => task switch
    {
        Task<object?> any => any.GetAwaiter().GetResult(),
        Task<Connection> page => page.GetAwaiter().GetResult(),
        _ => ((FieldResolver.AwaitedResolver)(context.Plan.Field.Resolver is FieldResolver.Paged paged ? paged.Inner : context.Plan.Field.Resolver!)).GetResult(task),
    };

    private void StopWaiting(FieldContext context)
    {
        if (context.Previous is null)
            _firstWaiting = context.Next;
        else
            context.Previous.Next = context.Next;
        if (context.Next is null)
            _lastWaiting = context.Previous;
        else
            context.Next.Previous = context.Previous;
        context.Pending = null;
        context.Previous = context.Next = null;
        var part = context.Target.Part;
        if (--part.WaitingFields == 0)
            _incremental?.Settled.Enqueue(part);
    }

    // Specification section 6.4.3.
    private void Complete(ResultNode node, int slot, FieldPlan field, IType type, object? value, ScopedState? state)
    {
        _trace?.End(node, slot);
        var isNonNull = type is NonNullType;
        if (type is NonNullType nonNull)
            type = nonNull.InnerType;
        if (value is null)
        {
            if (isNonNull)
                Fail(node, slot, field, NonNullError(field));
            return;
        }

        if (_plain is not null && field.IsPlain)
        {
            // The ordinary execution must not enumerate a list a second time, if it is not a collection.
            if (type is ListType)
                value = ToCollection(field, value);
            if (_plain.TryWrite(field, type, value) is { } written)
            {
                node.Values[slot] = written;
                return;
            }
        }

        switch (type)
        {
            case ScalarType scalar:
                if (scalar.TrySerialize(value, out var serialized) && ResultWriter.IsWritable(serialized))
                    CompleteLeaf(node, slot, field, isNonNull, serialized);
                else
                    throw new InvalidOperationException($"{field.Field.Coordinate} returned a {value.GetType()}, which the scalar {scalar.Name} cannot serialize.");
                break;
            case EnumType values:
                node.Values[slot] = values.TryGetValue(value, out var known)
                    ? known
                    : throw new InvalidOperationException($"{field.Field.Coordinate} returned a value that is not a member of the enum {values.Name}.");
                break;
            case ListType list:
                CompleteList(node, slot, field, list, value, state);
                break;
            case ObjectType exact:
                CompleteObject(node, slot, field, exact, value, state);
                break;
            default:
                CompleteObject(node, slot, field, ResolveObjectType(field, type, value), value, state);
                break;
        }
    }

    // A scalar may serialize a value as null, for example a number that it cannot represent.
    private void CompleteLeaf(ResultNode node, int slot, FieldPlan field, bool isNonNull, object? serialized)
    {
        if (serialized is null && isNonNull)
            Fail(node, slot, field, NonNullError(field));
        else
            node.Values[slot] = serialized;
    }

    private void CompleteList(ResultNode node, int slot, FieldPlan field, ListType type, object value, ScopedState? state)
    {
        var values = ToArray(ToEnumerable(field, value));
        // Only the field's own list is streamed, not the lists inside it.
        if (node is ObjectResult && field.StreamCondition is { } condition && (condition.Bit & _nullFlags) != 0)
            throw new GraphQLException(NullConditionError(condition.Variable));
        var initialCount = node is ObjectResult && field.Stream is { } stream ? GetInitialCount(stream, values.Length) : values.Length;
        var result = new ListResult(node.Part, node, slot, initialCount == values.Length ? values : values[..initialCount], type.ItemType is NonNullType, state);
        node.Values[slot] = result;
        for (var i = 0; i < result.Values.Length && !result.IsNulled; i++)
            CompleteItem(result, i, field, type.ItemType);
        if (initialCount < values.Length)
            node.Part.GetOrAddIncremental().Lists.Add(new StreamedList(field.Stream!, result, type.ItemType, values.AsMemory(initialCount)));
    }

    private void CompleteItem(ListResult list, int index, FieldPlan field, IType type)
    {
        var item = list.Values[index];
        list.Values[index] = null;
        try
        {
            Complete(list, index, field, type, item, list.State);
        }
        catch (Exception exception)
        {
            Fail(list, index, field, exception);
        }
    }

    // A string is an IEnumerable, but not a GraphQL list of its characters.
    private static IEnumerable ToEnumerable(FieldPlan field, object value) =>
        (value is string ? null : value as IEnumerable) ?? throw new InvalidOperationException($"{field.Field.Coordinate} returned a {value.GetType()}, which is not a list.");

    private static object ToCollection(FieldPlan field, object value) => value is ICollection or IReadOnlyCollection<object?> ? value : ToArray(ToEnumerable(field, value));

    private static object?[] ToArray(IEnumerable items)
    {
        var count = items switch
        {
            ICollection collection => collection.Count,
            IReadOnlyCollection<object?> collection => collection.Count,
            _ => 16,
        };
        var values = new object?[count];
        var i = 0;
        foreach (var item in items)
        {
            if (i == values.Length)
                Array.Resize(ref values, Math.Max(16, i * 2));
            values[i++] = item;
        }

        if (i < values.Length)
            Array.Resize(ref values, i);
        return values;
    }

    private void CompleteObject(ResultNode node, int slot, FieldPlan field, ObjectType type, object value, ScopedState? state)
    {
        var selections = field.GetSelections(type);
        if (NullConditionError(selections) is { } error)
            throw new GraphQLException(error);
        var result = new ObjectResult(node.Part, node, slot, selections.OrderFor(Flags), value, OpenFragments(node.Part, selections, node, slot, state));
        node.Values[slot] = result;
        Execute(result);
    }

    private ObjectType ResolveObjectType(FieldPlan field, IType type, object value) =>
        Plan.Schema.TryGetObjectType(value, out var known) && Schema.IsSubType(known, type)
            ? known
            : throw new InvalidOperationException($"{field.Field.Coordinate} returned a {value.GetType()}, which is not a possible type of {type}.");

    private void Fail(ResultNode node, int slot, FieldPlan field, Exception exception)
    {
        _trace?.End(node, slot);
        switch (exception)
        {
            case GraphQLException known:
                foreach (var error in known.Errors)
                    Report(node, slot, field, error);
                break;
            case OperationCanceledException when Aborted.IsCancellationRequested:
                Report(node, slot, field, TimeoutError);
                break;
            default:
                Report(node, slot, field, _executor.CreateUnexpectedError(exception, node.GetPath(slot)));
                break;
        }

        node.SetNull(slot);
    }

    private static Error NonNullError(FieldPlan field) =>
        new($"Cannot return null for non-nullable field {field.Field.Coordinate}.", ErrorCodes.NullInNonNull);

    private void Fail(ResultNode node, int slot, FieldPlan field, IError error)
    {
        _trace?.End(node, slot);
        Report(node, slot, field, error);
        node.SetNull(slot);
    }

    private void AddReportedErrors(FieldContext? context)
    {
        if (context is not { HasReportedErrors: true })
            return;
        foreach (var error in context.ReportedErrors)
            Report(context.Target, context.Slot, context.Plan, error);
    }

    private void Report(ResultNode node, int slot, FieldPlan field, IError error)
    {
        if (error.Path is null)
            error = error.WithPath(node.GetPath(slot));
        if (error.Locations is null)
            error = error.WithLocations(field.GetLocations(Flags));
        node.Part.AddError(node.GetPosition(slot), error);
    }
}
