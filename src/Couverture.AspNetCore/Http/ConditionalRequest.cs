using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Couverture.AspNetCore.Http;

/// <summary>The precondition <c>If-None-Match</c> (RFC 9110, section 13.1.2).</summary>
internal static class ConditionalRequest
{
    /// <summary>Returns whether the client already has the representation with this entity tag.</summary>
    public static bool IsNotModified(string etag, HttpRequest request)
    {
        if (!EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var clientTags))
            return false;
        var current = EntityTagHeaderValue.Parse(etag);
        return clientTags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, useStrongComparison: false));
    }
}
