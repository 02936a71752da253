using System.Buffers;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Couverture.AspNetCore.Multipart;

/// <summary>
/// Writes results as the parts of a <c>multipart/mixed</c> body as soon as they are available. The format is the current one of the incremental
/// delivery proposal (<c>pending</c>, <c>incremental</c>, <c>completed</c>). The boundary follows each part immediately, so that the client
/// knows that the part is complete.
/// </summary>
internal static class MultipartResponse
{
    public const string MediaType = "multipart/mixed";

    /// <summary>Returns whether a range of this media type requests this format; clients of older formats name theirs in a parameter.</summary>
    public static bool IsSupported(MediaTypeHeaderValue range) => range.Parameters.All(parameter =>
        parameter.Name.Equals("q", StringComparison.OrdinalIgnoreCase)
        || parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase)
        || (parameter.Name.Equals("incrementalSpec", StringComparison.OrdinalIgnoreCase) && HeaderUtilities.RemoveQuotes(parameter.Value).Equals("v0.2", StringComparison.Ordinal)));

    public static async Task WriteAsync(HttpContext context, ResponseStream results)
    {
        var (response, output) = (context.Response, context.Response.BodyWriter);
        response.ContentType = $"{MediaType}; boundary=\"-\"";
        response.Headers.CacheControl = "no-store";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        output.Write("\r\n---"u8);
        await foreach (var result in results.WithCancellation(context.RequestAborted))
        {
            // JSON strings contain no raw line breaks, so the boundary cannot occur in a part.
            output.Write("\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"u8);
            result.WriteTo(output);
            output.Write(result.HasNext ? "\r\n---"u8 : "\r\n-----\r\n"u8);
            await output.FlushAsync(context.RequestAborted);
        }
    }
}
