using Couverture.Execution.Planning;

namespace Couverture.Execution.Results;

/// <summary>An object or list of the response under construction. It references its parent, so that null can propagate upward.</summary>
internal abstract class ResultNode(ResultPart part, ResultNode? parent, int slot, object?[] values)
{
    /// <summary>The part of the response that contains the node.</summary>
    public ResultPart Part { get; } = part;

    /// <summary>The parent node; null for the root.</summary>
    public ResultNode? Parent { get; } = parent;

    /// <summary>The index in the parent's <see cref="Values"/>.</summary>
    public int Slot { get; } = slot;

    /// <summary>The values by slot: null, a node, or a serialized leaf.</summary>
    public object?[] Values { get; } = values;

    /// <summary>Whether null has replaced this node, so that the node will not be written.</summary>
    public bool IsNulled { get; private set; }

    /// <summary>Whether null has replaced this node or one of its ancestors.</summary>
    public bool IsDiscarded
    {
        get
        {
            for (var node = this; node is not null; node = node.Parent)
            {
                if (node.IsNulled)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The scoped state for the resolvers below.</summary>
    public abstract ScopedState? State { get; }

    /// <summary>Whether a slot must not be null.</summary>
    public abstract bool IsNonNull(int slot);

    /// <summary>Returns the slot's segment of a response path: a response name or a list index.</summary>
    public abstract object GetPathSegment(int slot);

    /// <summary>
    /// Sets a slot to null, or its nearest nullable ancestor if the slot is non-null (specification section 6.4.4). Null does not propagate
    /// beyond the part. If the part has no nullable ancestor, the whole part is null.
    /// </summary>
    public void SetNull(int slot)
    {
        var node = this;
        while (node.IsNonNull(slot))
        {
            node.IsNulled = true;
            if (node.Parent is null || node.Parent.Part != Part)
            {
                Part.IsNull = true;
                return;
            }

            slot = node.Slot;
            node = node.Parent;
        }

        node.Values[slot] = null;
    }

    /// <summary>Returns the response path of a slot.</summary>
    public IReadOnlyList<object> GetPath(int slot)
    {
        var path = new object[Depth()];
        var node = this;
        for (var i = path.Length - 1; i >= 0; i--)
        {
            path[i] = node!.GetPathSegment(slot);
            slot = node.Slot;
            node = node.Parent;
        }

        return path;
    }

    /// <summary>Returns the slots from the root to a slot, the sort key of errors.</summary>
    public int[] GetPosition(int slot)
    {
        var position = new int[Depth()];
        var node = this;
        for (var i = position.Length - 1; i >= 0; i--)
        {
            position[i] = slot;
            slot = node!.Slot;
            node = node.Parent;
        }

        return position;
    }

    private int Depth()
    {
        var depth = 0;
        for (var node = this; node is not null; node = node.Parent)
            depth++;
        return depth;
    }
}

/// <summary>An object of the response, with one slot per field of its plan.</summary>
internal sealed class ObjectResult(ResultPart part, ResultNode? parent, int slot, SelectionPlan plan, object source, ScopedState? state)
    : ResultNode(part, parent, slot, new object?[plan.Fields.Length])
{
    public SelectionPlan Plan { get; } = plan;

    /// <summary>The object that the fields are resolved on.</summary>
    public object Source { get; } = source;

    public override ScopedState? State { get; } = state;

    public override bool IsNonNull(int slot) => Plan.Fields[slot].IsNonNull;

    public override object GetPathSegment(int slot) => Plan.Fields[slot].ResponseName;
}

/// <summary>A list of the response, or one of its streamed items.</summary>
internal sealed class ListResult(ResultPart part, ResultNode parent, int slot, object?[] items, bool isItemNonNull, ScopedState? state, int firstIndex = 0)
    : ResultNode(part, parent, slot, items)
{
    public override ScopedState? State { get; } = state;

    public override bool IsNonNull(int slot) => isItemNonNull;

    public override object GetPathSegment(int slot) => firstIndex + slot;
}
