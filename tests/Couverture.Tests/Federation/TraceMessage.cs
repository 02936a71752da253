using System.Text;

namespace Couverture.Tests.Federation;

/// <summary>A decoded message <c>Trace</c> of Apollo's usage reports.</summary>
internal sealed record TraceMessage(DateTimeOffset StartTime, DateTimeOffset EndTime, ulong DurationNs, TraceMessage.Node Root)
{
    /// <summary>Decodes the value of <c>extensions.ftv1</c>.</summary>
    public static TraceMessage Parse(string base64)
    {
        var fields = Fields(Convert.FromBase64String(base64));
        return new TraceMessage(ReadTime(fields.Single(4)), ReadTime(fields.Single(3)), fields.Number(11) ?? 0, Node.Read(fields.Single(14)));
    }

    private static DateTimeOffset ReadTime(byte[] bytes)
    {
        var fields = Fields(bytes);
        return DateTimeOffset.UnixEpoch.AddSeconds(fields.Number(1) ?? 0).AddTicks((long)(fields.Number(2) ?? 0) / TimeSpan.NanosecondsPerTick);
    }

    private static MessageFields Fields(byte[] bytes) => new(bytes);

    /// <summary>A node of the tree. <see cref="Id"/> is a response name or an index; null for the root.</summary>
    internal sealed record Node(object? Id, string? OriginalFieldName, string? Type, string? ParentType, ulong? StartTime, ulong? EndTime, IReadOnlyList<string> Errors, IReadOnlyList<Node> Children)
    {
        public Node this[object id] => Children.Single(child => id.Equals(child.Id));

        public static Node Read(byte[] bytes)
        {
            var fields = Fields(bytes);
            return new Node(
                fields.Text(1) ?? (object?)(int?)fields.Number(2),
                fields.Text(14),
                fields.Text(3),
                fields.Text(13),
                fields.Number(8),
                fields.Number(9),
                [.. fields.All(11).Select(ReadError)],
                [.. fields.All(12).Select(Read)]);
        }

        /// <summary>Returns the tree as text: the ids with their types.</summary>
        public override string ToString()
        {
            var self = Type is null ? $"{Id}" : $"{Id}: {ParentType}.{OriginalFieldName ?? Id} {Type}";
            return Children.Count == 0 ? self : $"{self} {{ {string.Join("; ", Children)} }}";
        }

        private static string ReadError(byte[] bytes)
        {
            var fields = Fields(bytes);
            var locations = fields.All(2).Select(Fields).Select(static location => $"{location.Number(1)}:{location.Number(2)}");
            return $"{fields.Text(1)} at {string.Join(", ", locations)}";
        }
    }

    /// <summary>The fields of a message, of the two wire types that a trace uses.</summary>
    private sealed class MessageFields
    {
        private readonly List<(int Field, object Value)> _fields = [];

        public MessageFields(byte[] bytes)
        {
            for (var position = 0; position < bytes.Length;)
            {
                var tag = ReadVarint(bytes, ref position);
                switch (tag & 7)
                {
                    case 0:
                        _fields.Add(((int)(tag >> 3), ReadVarint(bytes, ref position)));
                        break;
                    case 2:
                        var length = (int)ReadVarint(bytes, ref position);
                        _fields.Add(((int)(tag >> 3), bytes[position..(position + length)]));
                        position += length;
                        break;
                    default:
                        throw new InvalidDataException($"A trace has no field of the wire type {tag & 7}.");
                }
            }
        }

        public IEnumerable<byte[]> All(int field) => _fields.Where(f => f.Field == field).Select(static f => (byte[])f.Value);

        public byte[] Single(int field) => All(field).Single();

        public string? Text(int field) => All(field).SingleOrDefault() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

        public ulong? Number(int field) => _fields.Where(f => f.Field == field).Select(static f => (ulong?)f.Value).SingleOrDefault();

        private static ulong ReadVarint(byte[] bytes, ref int position)
        {
            var value = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                var next = bytes[position++];
                value |= (ulong)(next & 0x7f) << shift;
                if (next < 0x80)
                    return value;
            }
        }
    }
}
