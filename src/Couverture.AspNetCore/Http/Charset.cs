using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Couverture.AspNetCore.Http;

/// <summary>The parameter <c>charset</c> of a media type.</summary>
internal static class Charset
{
    public static bool IsUtf8(StringSegment charset)
    {
        var name = HeaderUtilities.RemoveQuotes(charset);
        return name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || name.Equals("utf8", StringComparison.OrdinalIgnoreCase);
    }
}
