using System.Text;

namespace Couverture.Types;

/// <summary>The form of ids that are unique over all types: base64 of <c>Type:value</c>.</summary>
internal static class GlobalId
{
    public static string Encode(string typeName, string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{typeName}:{value}"));
}
