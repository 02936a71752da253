using Couverture.Cost;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>The header by which a client asks for the cost of its operation.</summary>
internal static class CostHeader
{
    private const string Name = "GraphQL-Cost";

    /// <summary>What the header says; another word than <c>report</c> and <c>validate</c> says nothing.</summary>
    public static CostMode GetMode(HttpRequest request) => request.Headers[Name].ToString().ToUpperInvariant() switch
    {
        "REPORT" => CostMode.Report,
        "VALIDATE" => CostMode.Validate,
        _ => CostMode.None,
    };
}
