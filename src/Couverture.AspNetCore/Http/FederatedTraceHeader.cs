using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>The header with which a gateway of Apollo Federation requests the times of the fields.</summary>
internal static class FederatedTraceHeader
{
    /// <summary>The name.</summary>
    public const string Name = "apollo-federation-include-trace";

    /// <summary>Whether the header requests the only supported version, <c>ftv1</c>; other values are ignored.</summary>
    public static bool IsSet(HttpRequest request) => string.Equals(request.Headers[Name].ToString(), "ftv1", StringComparison.OrdinalIgnoreCase);
}
