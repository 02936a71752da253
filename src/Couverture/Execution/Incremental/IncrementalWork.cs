using Couverture.Execution.Planning;
using Couverture.Execution.Results;
using Couverture.Types;

namespace Couverture.Execution.Incremental;

/// <summary>What one part of an answer leaves to be delivered after it.</summary>
internal sealed class IncrementalWork
{
    public List<DeferredFragment> Fragments { get; } = [];

    public List<DeferredExecutionGroup> Groups { get; } = [];

    public List<StreamedList> Lists { get; } = [];
}

/// <summary>Something that the client is told to wait for.</summary>
/// <param name="label">The label that the client gave it.</param>
/// <param name="path">Where it belongs in the answer.</param>
internal abstract class DeliveryGroup(string? label, IReadOnlyList<object> path)
{
    public string? Label { get; } = label;

    public IReadOnlyList<object> Path { get; } = path;

    /// <summary>What the client knows it by; null until it is announced.</summary>
    public string? Id { get; set; }

    /// <summary>Whether it is completed, failed, or will never be delivered.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether the client has been told to wait for it and still does.</summary>
    public bool IsPending => Id is not null && !IsClosed;
}

/// <summary>A deferred fragment of one object.</summary>
/// <param name="label">The label that the client gave it.</param>
/// <param name="path">The object.</param>
/// <param name="parent">The deferred fragment that it stands in, which is delivered before it.</param>
internal sealed class DeferredFragment(string? label, IReadOnlyList<object> path, DeferredFragment? parent) : DeliveryGroup(label, path)
{
    public DeferredFragment? Parent { get; } = parent;

    /// <summary>Whether the part that found it was delivered, so that it may be.</summary>
    public bool IsRegistered { get; set; }

    public List<DeferredFragment> Children { get; } = [];

    /// <summary>What it consists of.</summary>
    public List<DeferredExecutionGroup> Groups { get; } = [];

    /// <summary>How many of its parts have not run.</summary>
    public int UnfinishedGroups { get; set; }

    /// <summary>The part that makes it fail; null where none does.</summary>
    public DeferredExecutionGroup? FailedGroup { get; set; }
}

/// <summary>The items of one list that are streamed, each a part of its own.</summary>
/// <param name="usage">How.</param>
/// <param name="list">The list, which holds the items before them.</param>
/// <param name="type">The type of an item.</param>
/// <param name="items">The items.</param>
internal sealed class StreamedList(StreamUsage usage, ListResult list, IType type, ReadOnlyMemory<object?> items)
    : DeliveryGroup(usage.Label, list.Parent!.GetPath(list.Slot))
{
    public FieldPlan Field { get; } = usage.Items;

    public ListResult List { get; } = list;

    public IType ItemType { get; } = type;

    public ReadOnlyMemory<object?> Items { get; } = items;

    /// <summary>The items that run or have run and are not delivered, in the order of the list.</summary>
    public Queue<StreamItem> UndeliveredItems { get; } = new();
}

/// <summary>A part of an answer that is executed later than the one that it was found in.</summary>
/// <param name="maxErrors">How many errors of its fields it tells.</param>
internal abstract class IncrementalPart(int maxErrors) : ResultPart(maxErrors)
{
    /// <summary>Whether nothing that the client waits for needs it any more.</summary>
    public abstract bool IsObsolete { get; }

    /// <summary>Where an error of the whole part stands.</summary>
    public abstract IReadOnlyList<object> Path { get; }
}

/// <summary>Fields of one object that the same deferred fragments share.</summary>
/// <param name="origin">The object as it was when they were left out.</param>
/// <param name="selections">The fields.</param>
/// <param name="fragments">The fragments.</param>
internal sealed class DeferredExecutionGroup(ObjectResult origin, SelectionPlan selections, DeferredFragment[] fragments)
    : IncrementalPart(origin.Part.MaxErrors)
{
    public ObjectResult Origin { get; } = origin;

    public SelectionPlan Selections { get; } = selections;

    public DeferredFragment[] Fragments { get; } = fragments;

    /// <summary>The object with these fields alone; null until they are executed.</summary>
    public ObjectResult? Data { get; set; }

    public bool IsStarted { get; set; }

    public bool IsDelivered { get; set; }

    public override bool IsObsolete => Array.TrueForAll(Fragments, f => f.IsClosed);

    public override IReadOnlyList<object> Path => Origin.Parent?.GetPath(Origin.Slot) ?? [];
}

/// <summary>One item of a stream.</summary>
/// <param name="stream">The stream.</param>
/// <param name="index">Its place among the stream's items.</param>
internal sealed class StreamItem(StreamedList stream, int index) : IncrementalPart(stream.List.Part.MaxErrors)
{
    public StreamedList List { get; } = stream;

    /// <summary>Its place in the list.</summary>
    public int Index { get; } = stream.List.Values.Length + index;

    public object? Value => List.Items.Span[index];

    /// <summary>A list of this item alone; null until it is executed.</summary>
    public ListResult? Data { get; set; }

    public override bool IsObsolete => List.IsClosed;

    public override IReadOnlyList<object> Path => [.. List.Path, Index];
}
