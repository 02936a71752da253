using Couverture.Execution.Planning;

namespace Couverture.Execution.Results;

/// <summary>An object or a list of the answer while it is being built. It knows its place, so that null can travel up from it.</summary>
internal abstract class ResultNode(ResultPart part, ResultNode? parent, int slot, object?[] values)
{
    /// <summary>The part of the answer that it is delivered with.</summary>
    public ResultPart Part { get; } = part;

    /// <summary>The node that holds this one; null for the root.</summary>
    public ResultNode? Parent { get; } = parent;

    /// <summary>The place in the parent's <see cref="Values"/>.</summary>
    public int Slot { get; } = slot;

    /// <summary>The values by slot: null, a node, or a leaf as it is written.</summary>
    public object?[] Values { get; } = values;

    /// <summary>Whether null has replaced this node, so that nothing of it will be written.</summary>
    public bool IsNulled { get; private set; }

    /// <summary>Whether null has replaced this node or one above it.</summary>
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

    /// <summary>What the resolvers above left for those below.</summary>
    public abstract ScopedState? State { get; }

    /// <summary>Whether a slot must have a value.</summary>
    public abstract bool IsNonNull(int slot);

    /// <summary>The slot's part of a response path: a response name or a list index.</summary>
    public abstract object GetPathSegment(int slot);

    /// <summary>
    /// Writes null to a slot and, where that is not allowed, to the nearest place above where it is (specification section 6.4.4). Null does
    /// not leave the part: where not even its first node may keep a value, the whole part is null.
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

    /// <summary>The response path of a slot.</summary>
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

    /// <summary>The slots from the root, by which answers' errors are ordered.</summary>
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

/// <summary>An object of the answer: a slot for each field of its plan.</summary>
internal sealed class ObjectResult(ResultPart part, ResultNode? parent, int slot, SelectionPlan plan, object source, ScopedState? state)
    : ResultNode(part, parent, slot, new object?[plan.Fields.Length])
{
    public SelectionPlan Plan { get; } = plan;

    /// <summary>The value that the fields are resolved on.</summary>
    public object Source { get; } = source;

    public override ScopedState? State { get; } = state;

    public override bool IsNonNull(int slot) => Plan.Fields[slot].IsNonNull;

    public override object GetPathSegment(int slot) => Plan.Fields[slot].ResponseName;
}

/// <summary>A list of the answer, or those of its items that are streamed together.</summary>
internal sealed class ListResult(ResultPart part, ResultNode parent, int slot, object?[] items, bool isItemNonNull, ScopedState? state, int firstIndex = 0)
    : ResultNode(part, parent, slot, items)
{
    public override ScopedState? State { get; } = state;

    public override bool IsNonNull(int slot) => isItemNonNull;

    public override object GetPathSegment(int slot) => firstIndex + slot;
}
