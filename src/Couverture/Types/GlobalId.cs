using System.Text;

namespace Couverture.Types;

/// <summary>Encodes ids that are unique across all types: base64 of <c>Type:value</c>.</summary>
internal static class GlobalId
{
    public static string Encode(string typeName, string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{typeName}:{value}"));
}
