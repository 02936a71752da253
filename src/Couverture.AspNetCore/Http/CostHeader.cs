using Couverture.Cost;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>The header that requests the cost of an operation.</summary>
internal static class CostHeader
{
    private const string Name = "GraphQL-Cost";

    /// <summary>Returns the requested mode; values other than <c>report</c> and <c>validate</c> are ignored.</summary>
    public static CostMode GetMode(HttpRequest request) => request.Headers[Name].ToString().ToUpperInvariant() switch
    {
        "REPORT" => CostMode.Report,
        "VALIDATE" => CostMode.Validate,
        _ => CostMode.None,
    };
}
