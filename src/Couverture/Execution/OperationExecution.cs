using System.Collections;
using System.Globalization;
using Couverture.Execution.Coercion;
using Couverture.Execution.Planning;
using Couverture.Execution.Results;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Couverture.Execution;

/// <summary>
/// One run of one operation (specification section 6). Everything in it happens in the operation's queue, one step at a time. A field
/// whose resolver answers at once is completed at once; one that waits is resumed in the queue.
/// </summary>
internal sealed class OperationExecution : IAsyncDisposable
{
    /// <summary>The root value of operations that have none.</summary>
    public static readonly object NoRootValue = new();

    private readonly ExecutionServices _executor;
    private readonly OperationScheduler _scheduler;
    private readonly CancellationTokenSource _aborted;
    private readonly CancellationToken _clientLeft;
    private readonly TaskCompletionSource<OperationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LinkedList<FieldContext> _waiting = new();
    private readonly List<(int[] Position, IError Error)> _errors = [];
    // A resolver may ask for services and loaders after it came back on a foreign thread (ConfigureAwait(false)).
    private readonly Lock _created = new();
    private readonly Dictionary<Type, object> _loaders = [];
    private readonly ObjectResult _root;
    private readonly ulong _nulls;
    private AsyncServiceScope? _services;
    private int _nextRootField;
    private int _depth;
    private bool _isDataNull;

    public OperationExecution(ExecutionServices executor, OperationPlan plan, VariableValues variables, object? rootValue, CancellationToken clientLeft)
    {
        _executor = executor;
        _clientLeft = clientLeft;
        _scheduler = new OperationScheduler(executor.LogUnhandled);
        _aborted = new CancellationTokenSource(executor.Options.ExecutionTimeout, executor.TimeProvider);
        Aborted = _aborted.Token;
        Plan = plan;
        Variables = variables;
        Flags = plan.Flags(variables);
        _nulls = plan.Nulls(variables);
        _root = new ObjectResult(null, 0, plan.Root.In(Flags), rootValue!, null);
    }

    public OperationPlan Plan { get; }

    public VariableValues Variables { get; }

    /// <summary>The variables of <c>@skip</c> and <c>@include</c> as bits.</summary>
    public ulong Flags { get; }

    public CancellationToken Aborted { get; }

    public async Task<OperationResult> RunAsync()
    {
        await using var leaving = _clientLeft.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _aborted);
        await using var ending = Aborted.UnsafeRegister(
            static state => ((OperationExecution)state!)._scheduler.Post(static self => ((OperationExecution)self!).Abort(), state),
            this);
        _scheduler.Start(Start);
        return await _result.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is { } services)
            await services.DisposeAsync();
        _aborted.Dispose();
    }

    public T Service<T>()
        where T : notnull =>
        Services.GetRequiredService<T>();

    public T DataLoader<T>()
        where T : notnull
    {
        lock (_created)
        {
            if (!_loaders.TryGetValue(typeof(T), out var loader))
                _loaders.Add(typeof(T), loader = _executor.CreateLoader(typeof(T), Services, new LoaderBatchScheduler(_scheduler, _loaders.Count, Aborted)));
            return (T)loader;
        }
    }

    /// <summary>Goes on with a field whose resolver waited.</summary>
    public void Resume(FieldContext field)
    {
        if (field.Waiting is null)
            return;
        Stop(field);
        _depth++;
        try
        {
            // What null has replaced meanwhile has no place in the answer, and its failure none among the errors (section 6.4.4).
            var value = field.Answer.GetResult();
            if (!field.Target.IsDiscarded)
                Complete(field.Target, field.Slot, field.Plan, field.Plan.Field.Type, value, field.State);
        }
        catch (Exception exception)
        {
            if (!field.Target.IsDiscarded)
                Fail(field.Target, field.Slot, field.Plan, exception);
        }

        _depth--;
        Advance();
    }

    private Error TimeIsOver => new(
        string.Create(CultureInfo.InvariantCulture, $"The operation took longer than {_executor.Options.ExecutionTimeout.TotalSeconds} s."),
        ErrorCodes.Timeout);

    private IServiceProvider Services
    {
        get
        {
            lock (_created)
                return (_services ??= _executor.CreateScope()).ServiceProvider;
        }
    }

    private void Start()
    {
        if (NullCondition(_root.Plan) is { } error)
        {
            _errors.Add(([], error));
            _isDataNull = true;
            Finish();
            return;
        }

        Advance();
    }

    // A variable with a default may stand where null may not, and yet be given as null (section 5.8.5).
    private Error? NullCondition(SelectionPlan plan)
    {
        if (_nulls == 0 || plan.NullCondition(Flags, _nulls) is not { } variable)
            return null;
        return new Error(
            $"The variable \"${variable.Name.Value}\" is null, which a condition cannot be.",
            ErrorCodes.ArgumentInvalid,
            Locations: variable.Location is { } location ? [location] : null);
    }

    // Queries start all root fields; mutations start one when everything of the one before is done (specification section 6.2.2).
    private void Advance()
    {
        if (_depth > 0)
            return;
        _depth++;
        var isSerial = Plan.Operation.Operation is Language.OperationType.Mutation;
        while (_nextRootField < _root.Values.Length && !_root.IsNulled && (!isSerial || _waiting.Count == 0))
            Execute(_root, _nextRootField++);
        _depth--;
        if (_waiting.Count == 0)
            Finish();
    }

    private void Execute(ObjectResult target)
    {
        for (var slot = 0; slot < target.Values.Length && !target.IsNulled; slot++)
            Execute(target, slot);
    }

    private void Execute(ObjectResult target, int slot)
    {
        var field = target.Plan.Fields[slot];
        if (!field.IsIncluded(Flags))
        {
            target.Values[slot] = Omitted.Value;
            return;
        }

        if (field.TypeName is { } typeName)
        {
            target.Values[slot] = typeName;
            return;
        }

        try
        {
            switch (field.Field.Resolver)
            {
                case FieldResolver.Member member:
                    Complete(target, slot, field, field.Field.Type, member.Resolve(target.Source), target.State);
                    break;
                case FieldResolver.Sync sync:
                    var context = new FieldContext(this, target, slot);
                    var value = sync.Resolve(context);
                    Complete(target, slot, field, field.Field.Type, value, context.State);
                    break;
                case FieldResolver.Async asynchronous:
                    Await(asynchronous, new FieldContext(this, target, slot));
                    break;
            }
        }
        catch (Exception exception)
        {
            Fail(target, slot, field, exception);
        }
    }

    private void Await(FieldResolver.Async resolver, FieldContext context)
    {
#pragma warning disable CA2012 // consumed once: here if it is complete, else in Resume
        context.Answer = resolver.Resolve(context).GetAwaiter();
#pragma warning restore CA2012
        if (context.Answer.IsCompleted)
        {
            Complete(context.Target, context.Slot, context.Plan, context.Plan.Field.Type, context.Answer.GetResult(), context.State);
            return;
        }

        context.Waiting = _waiting.AddLast(context);
        // The awaiter takes the current synchronization context, which is this operation's queue.
        context.Answer.UnsafeOnCompleted(context.Resume);
    }

    private void Stop(FieldContext field)
    {
        _waiting.Remove(field.Waiting!);
        field.Waiting = null;
    }

    // Specification section 6.4.3.
    private void Complete(ResultNode node, int slot, FieldPlan field, IType type, object? value, ScopedState? state)
    {
        var isNonNull = type is NonNullType;
        if (type is NonNullType nonNull)
            type = nonNull.InnerType;
        if (value is null)
        {
            if (isNonNull)
                Fail(node, slot, field, NullInNonNull(field));
            return;
        }

        switch (type)
        {
            case ScalarType scalar:
                if (scalar.TrySerialize(value, out var serialized))
                    CompleteLeaf(node, slot, field, isNonNull, serialized);
                else
                    throw new InvalidOperationException($"{field.Field.Coordinate} gave a {value.GetType()}, which {scalar.Name} cannot write.");
                break;
            case EnumType values:
                node.Values[slot] = values.TryGetValue(value, out var known)
                    ? known
                    : throw new InvalidOperationException($"{field.Field.Coordinate} gave a value that {values.Name} has not.");
                break;
            case ListType list:
                CompleteList(node, slot, field, list, value, state);
                break;
            case ObjectType exact:
                CompleteObject(node, slot, field, exact, value, state);
                break;
            default:
                CompleteObject(node, slot, field, ObjectTypeOf(field, type, value), value, state);
                break;
        }
    }

    // A scalar may write a value as null, for example a number that it cannot express.
    private void CompleteLeaf(ResultNode node, int slot, FieldPlan field, bool isNonNull, object? serialized)
    {
        if (serialized is null && isNonNull)
            Fail(node, slot, field, NullInNonNull(field));
        else
            node.Values[slot] = serialized;
    }

    private void CompleteList(ResultNode node, int slot, FieldPlan field, ListType type, object value, ScopedState? state)
    {
        // Text is no list of its characters.
        var items = (value is string ? null : value as IEnumerable) ?? throw new InvalidOperationException($"{field.Field.Coordinate} gave a {value.GetType()}, which is no list.");
        var result = new ListResult(node, slot, ItemsOf(items), type.ItemType is NonNullType, state);
        node.Values[slot] = result;
        for (var i = 0; i < result.Values.Length && !result.IsNulled; i++)
        {
            var item = result.Values[i];
            result.Values[i] = null;
            try
            {
                Complete(result, i, field, type.ItemType, item, state);
            }
            catch (Exception exception)
            {
                Fail(result, i, field, exception);
            }
        }
    }

    private static object?[] ItemsOf(IEnumerable items)
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
        var plan = field.SelectionsOn(type);
        if (NullCondition(plan) is { } error)
            throw new GraphQLException(error);
        var result = new ObjectResult(node, slot, plan.In(Flags), value, state);
        node.Values[slot] = result;
        Execute(result);
    }

    private ObjectType ObjectTypeOf(FieldPlan field, IType type, object value) =>
        Plan.Schema.TryGetObjectType(value, out var known) && Schema.IsSubType(known, type)
            ? known
            : throw new InvalidOperationException($"{field.Field.Coordinate} gave a {value.GetType()}, which is no object type within {type}.");

    private void Fail(ResultNode node, int slot, FieldPlan field, Exception exception)
    {
        switch (exception)
        {
            case GraphQLException known:
                foreach (var error in known.Errors)
                    Report(node, slot, field, error);
                break;
            case OperationCanceledException when Aborted.IsCancellationRequested:
                Report(node, slot, field, TimeIsOver);
                break;
            default:
                Report(node, slot, field, _executor.Unexpected(exception, node.PathOf(slot)));
                break;
        }

        SetNull(node, slot);
    }

    private static Error NullInNonNull(FieldPlan field) =>
        new($"Cannot return null for non-nullable field {field.Field.Coordinate}.", ErrorCodes.NullInNonNull);

    private void Fail(ResultNode node, int slot, FieldPlan field, IError error)
    {
        Report(node, slot, field, error);
        SetNull(node, slot);
    }

    private void SetNull(ResultNode node, int slot) => _isDataNull |= !node.SetNull(slot);

    private void Report(ResultNode node, int slot, FieldPlan field, IError error)
    {
        if (error.Path is null)
            error = error.WithPath(node.PathOf(slot));
        if (error.Locations is null)
            error = error.WithLocations(field.Locations(Flags));
        _errors.Add((node.PositionOf(slot), error));
    }

    // The time is over or the client has left: what is there is the answer, each field that still waits fails.
    private void Abort()
    {
        if (_result.Task.IsCompleted)
            return;
        while (_waiting.First is { } waiting)
        {
            var field = waiting.Value;
            Stop(field);
            Fail(field.Target, field.Slot, field.Plan, TimeIsOver);
        }

        for (; _nextRootField < _root.Values.Length && !_root.IsNulled; _nextRootField++)
        {
            var field = _root.Plan.Fields[_nextRootField];
            if (field.IsIncluded(Flags))
                Fail(_root, _nextRootField, field, TimeIsOver);
            else
                _root.Values[_nextRootField] = Omitted.Value;
        }

        Finish();
    }

    private void Finish()
    {
        _scheduler.Close();
        if (_clientLeft.IsCancellationRequested)
        {
            _result.TrySetCanceled(_clientLeft);
            return;
        }

        // Fields end in any order; the answer lists their errors in its own.
        _errors.Sort(static (left, right) => left.Position.AsSpan().SequenceCompareTo(right.Position));
        _result.TrySetResult(OperationResult.Executed([.. _errors.Select(e => e.Error)], _isDataNull ? null : _root));
    }
}
