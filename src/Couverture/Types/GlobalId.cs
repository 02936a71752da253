using System.Text;

namespace Couverture.Types;

/// <summary>Encodes ids that are unique across all types: base64 of <c>Type:value</c>.</summary>
internal static class GlobalId
{
    /// <summary>Decodes an id. Returns false if it is not the base64 of <c>Type:value</c> with a type.</summary>
    public static bool TryDecode(string id, out string typeName, out string value)
    {
        (typeName, value) = ("", "");
        var bytes = new byte[id.Length];
        // Clients that put ids into URLs remove the padding.
        var padded = id.Length % 4 is var rest and not 0 ? id.PadRight(id.Length + 4 - rest, '=') : id;
        if (!Convert.TryFromBase64String(padded, bytes, out var length))
            return false;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var end = text.IndexOf(':', StringComparison.Ordinal);
        if (end <= 0)
            return false;
        (typeName, value) = (text[..end], text[(end + 1)..]);
        return true;
    }

    public static string Encode(string typeName, string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{typeName}:{value}"));
}
