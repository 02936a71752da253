using Couverture.Execution.Results;

namespace Couverture.Federation.Tracing;

/// <summary>
/// Records when the fields of one operation ran, for the gateway that sent it. The result is a message <c>Trace</c> of Apollo's usage reports
/// (https://github.com/apollographql/apollo-server, reports.proto), as Apollo Federation specifies for the version <c>ftv1</c> of federated tracing.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class FederatedTrace(TimeProvider time)
{
    /// <summary>The member of <c>extensions</c>.</summary>
    public const string ExtensionName = "ftv1";

    private readonly DateTimeOffset _startTime = time.GetUtcNow();
    private readonly long _startTimestamp = time.GetTimestamp();
    private readonly TraceNode _root = new(null);
    private readonly Dictionary<(ResultNode Node, int Slot), TraceNode> _nodes = [];

    private ulong Elapsed => (ulong)Math.Max(0, time.GetElapsedTime(_startTimestamp).Ticks) * (ulong)TimeSpan.NanosecondsPerTick;

    /// <summary>Records that the resolver of a field starts.</summary>
    public void Start(ObjectResult target, int slot) => _nodes[(target, slot)] = Find(target).AddField(target.Plan.Fields[slot], target.Plan.Type.Name, Elapsed);

    /// <summary>Records that the resolver of a field has ended. Other slots, such as items of lists, are ignored.</summary>
    public void End(ResultNode target, int slot)
    {
        if (target is ObjectResult && _nodes.TryGetValue((target, slot), out var node))
            node.End(Elapsed);
    }

    /// <summary>Ends the trace and returns it as Base64.</summary>
    /// <param name="errors">The errors as the response reports them, so that the trace does not reveal what error filters hide.</param>
    public string Complete(IEnumerable<IError> errors)
    {
        var elapsed = Elapsed;
        foreach (var error in errors)
            _root.AddError(error);
        var message = new ProtobufWriter();
        message.Write(3, ToMessage(time.GetUtcNow()));
        message.Write(4, ToMessage(_startTime));
        message.Write(11, elapsed);
        message.Write(14, _root.ToMessage(elapsed));
        return Convert.ToBase64String(message.WrittenSpan);
    }

    private TraceNode Find(ResultNode node) => node.Parent is { } parent ? Find(parent, node.Slot) : _root;

    // The field of an object has started. An item of a list gets a node with its first field.
    private TraceNode Find(ResultNode parent, int slot)
    {
        if (!_nodes.TryGetValue((parent, slot), out var node))
            _nodes.Add((parent, slot), node = Find(parent).AddItem((int)parent.GetPathSegment(slot)));
        return node;
    }

    private static ProtobufWriter ToMessage(DateTimeOffset moment)
    {
        var sinceEpoch = moment - DateTimeOffset.UnixEpoch;
        var message = new ProtobufWriter();
        message.Write(1, (ulong)(sinceEpoch.Ticks / TimeSpan.TicksPerSecond));
        message.Write(2, (ulong)(sinceEpoch.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick));
        return message;
    }
}
