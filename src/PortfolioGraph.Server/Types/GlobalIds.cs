using System.Text;

namespace PortfolioGraph.Server.Types;

/// <summary>Reads global ids: base64 of <c>Type:value</c>.</summary>
internal static class GlobalIds
{
    /// <summary>Returns the value of an id; null if the text is not an id of the type.</summary>
    /// <param name="id">The text from the client.</param>
    /// <param name="typeName">The name of the type.</param>
    public static string? Read(string id, string typeName)
    {
        var bytes = new byte[id.Length];
        if (!Convert.TryFromBase64String(id, bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.StartsWith($"{typeName}:", StringComparison.Ordinal) ? text[(typeName.Length + 1)..] : null;
    }
}
