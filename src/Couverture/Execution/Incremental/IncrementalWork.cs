using Couverture.Execution.Planning;
using Couverture.Execution.Results;
using Couverture.Types;

namespace Couverture.Execution.Incremental;

/// <summary>The deferred fragments and streamed lists discovered while executing one part of a response.</summary>
internal sealed class IncrementalWork
{
    public List<DeferredFragment> Fragments { get; } = [];

    public List<DeferredExecutionGroup> Groups { get; } = [];

    public List<StreamedList> Lists { get; } = [];
}

/// <summary>A deferred fragment or streamed list that is pending for the client.</summary>
/// <param name="label">The label from the document; null if there is none.</param>
/// <param name="path">The response path of the object or list.</param>
internal abstract class DeliveryGroup(string? label, IReadOnlyList<object> path)
{
    public string? Label { get; } = label;

    public IReadOnlyList<object> Path { get; } = path;

    /// <summary>The id in the response; null until the group becomes pending.</summary>
    public string? Id { get; set; }

    /// <summary>Whether the group is completed, has failed, or will never be delivered.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether the group is pending for the client.</summary>
    public bool IsPending => Id is not null && !IsClosed;
}

/// <summary>A deferred fragment of one object.</summary>
/// <param name="label">The label from the document; null if there is none.</param>
/// <param name="path">The response path of the object.</param>
/// <param name="parent">The enclosing deferred fragment, which is delivered first; null if there is none.</param>
internal sealed class DeferredFragment(string? label, IReadOnlyList<object> path, DeferredFragment? parent) : DeliveryGroup(label, path)
{
    public DeferredFragment? Parent { get; } = parent;

    /// <summary>Whether the part that contains the fragment was delivered, so that the fragment can be delivered.</summary>
    public bool IsRegistered { get; set; }

    public List<DeferredFragment> Children { get; } = [];

    /// <summary>The groups of fields that make up the fragment.</summary>
    public List<DeferredExecutionGroup> Groups { get; } = [];

    /// <summary>The number of groups that have not run.</summary>
    public int UnfinishedGroups { get; set; }

    /// <summary>The group whose failure fails the fragment; null if there is none.</summary>
    public DeferredExecutionGroup? FailedGroup { get; set; }
}

/// <summary>The streamed items of one list. Each item is a separate part.</summary>
/// <param name="usage">The <c>@stream</c> directive of the list.</param>
/// <param name="list">The list, which contains the initial items.</param>
/// <param name="type">The type of an item.</param>
/// <param name="items">The streamed items.</param>
internal sealed class StreamedList(StreamUsage usage, ListResult list, IType type, ReadOnlyMemory<object?> items)
    : DeliveryGroup(usage.Label, list.Parent!.GetPath(list.Slot))
{
    public FieldPlan Field { get; } = usage.Items;

    public ListResult InitialItems { get; } = list;

    public IType ItemType { get; } = type;

    public ReadOnlyMemory<object?> Items { get; } = items;

    /// <summary>The items that are not delivered yet, in list order.</summary>
    public Queue<StreamItem> UndeliveredItems { get; } = new();
}

/// <summary>A part of a response that is executed after the part that contains it.</summary>
/// <param name="maxErrors">The maximum number of field errors that the part reports.</param>
internal abstract class IncrementalPart(int maxErrors) : ResultPart(maxErrors)
{
    /// <summary>Whether no pending fragment or list needs the part any more.</summary>
    public abstract bool IsObsolete { get; }

    /// <summary>The response path for an error of the whole part.</summary>
    public abstract IReadOnlyList<object> Path { get; }
}

/// <summary>The fields of one object that belong to the same deferred fragments.</summary>
/// <param name="origin">The object without the deferred fields.</param>
/// <param name="selections">The fields.</param>
/// <param name="fragments">The fragments.</param>
internal sealed class DeferredExecutionGroup(ObjectResult origin, SelectionPlan selections, DeferredFragment[] fragments)
    : IncrementalPart(origin.Part.MaxErrors)
{
    public ObjectResult Origin { get; } = origin;

    public SelectionPlan Selections { get; } = selections;

    public DeferredFragment[] Fragments { get; } = fragments;

    /// <summary>The object with only these fields; null until they are executed.</summary>
    public ObjectResult? Data { get; set; }

    public bool IsStarted { get; set; }

    public bool IsDelivered { get; set; }

    public override bool IsObsolete => Array.TrueForAll(Fragments, f => f.IsClosed);

    public override IReadOnlyList<object> Path => Origin.Parent?.GetPath(Origin.Slot) ?? [];
}

/// <summary>One item of a streamed list.</summary>
/// <param name="list">The streamed list.</param>
/// <param name="index">The item's index among the streamed items.</param>
internal sealed class StreamItem(StreamedList list, int index) : IncrementalPart(list.InitialItems.Part.MaxErrors)
{
    public StreamedList List { get; } = list;

    /// <summary>The item's index in the whole list.</summary>
    public int Index { get; } = list.InitialItems.Values.Length + index;

    public object? Value => List.Items.Span[index];

    /// <summary>A list with only this item; null until it is executed.</summary>
    public ListResult? Data { get; set; }

    public override bool IsObsolete => List.IsClosed;

    public override IReadOnlyList<object> Path => [.. List.Path, Index];
}
