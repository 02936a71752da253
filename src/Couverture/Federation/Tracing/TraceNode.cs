using Couverture.Execution.Planning;

namespace Couverture.Federation.Tracing;

/// <summary>A node of a trace: the root, a field with its times, or an item of a list.</summary>
/// <param name="segment">The response name or the index; null for the root.</param>
internal sealed class TraceNode(object? segment)
{
    private readonly object? _segment = segment;
    private readonly List<TraceNode> _children = [];
    private readonly List<IError> _errors = [];
    private FieldPlan? _field;
    private string? _parentType;
    private ulong _startTime;
    private ulong? _endTime;

    /// <summary>Adds the node of a field that starts.</summary>
    /// <param name="field">The field.</param>
    /// <param name="parentType">The name of the type that has the field.</param>
    /// <param name="startTime">The nanoseconds since the start of the trace.</param>
    public TraceNode AddField(FieldPlan field, string parentType, ulong startTime)
    {
        var node = new TraceNode(field.ResponseName) { _field = field, _parentType = parentType, _startTime = startTime };
        _children.Add(node);
        return node;
    }

    /// <summary>Adds the node of an item of a list.</summary>
    /// <param name="index">The index of the item.</param>
    public TraceNode AddItem(int index)
    {
        var node = new TraceNode(index);
        _children.Add(node);
        return node;
    }

    /// <summary>Ends the field, unless it has ended.</summary>
    /// <param name="endTime">The nanoseconds since the start of the trace.</param>
    public void End(ulong endTime) => _endTime ??= endTime;

    /// <summary>Adds an error to the node at its path, or to the nearest node above if the field did not run.</summary>
    /// <param name="error">The error as the response reports it.</param>
    public void AddError(IError error)
    {
        var node = this;
        foreach (var part in error.Path ?? [])
        {
            if ((node._children.Find(child => part.Equals(child._segment)) ?? (part is int index ? node.AddItem(index) : null)) is not { } child)
                break;
            node = child;
        }

        node._errors.Add(error);
    }

    /// <summary>Returns the node as a message <c>Trace.Node</c>.</summary>
    /// <param name="endOfTrace">The end of a field that has not ended.</param>
    public ProtobufWriter ToMessage(ulong endOfTrace)
    {
        var message = new ProtobufWriter();
        if (_segment is string responseName)
            message.Write(1, responseName);
        else if (_segment is int index)
            message.Write(2, (ulong)index);
        if (_field is { } plan)
        {
            message.Write(3, plan.Field.Type.ToString()!);
            message.Write(8, _startTime);
            message.Write(9, _endTime ?? endOfTrace);
            message.Write(13, _parentType!);
            if (plan.Field.Name != plan.ResponseName)
                message.Write(14, plan.Field.Name);
        }

        foreach (var error in _errors)
            message.Write(11, ToMessage(error));
        foreach (var child in _children)
            message.Write(12, child.ToMessage(endOfTrace));
        return message;
    }

    private static ProtobufWriter ToMessage(IError error)
    {
        var message = new ProtobufWriter();
        message.Write(1, error.Message);
        foreach (var location in error.Locations ?? [])
        {
            var position = new ProtobufWriter();
            position.Write(1, (ulong)location.Line);
            position.Write(2, (ulong)location.Column);
            message.Write(2, position);
        }

        return message;
    }
}
