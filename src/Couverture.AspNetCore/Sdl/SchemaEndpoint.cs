using Couverture.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Sdl;

/// <summary>Handles <c>GET ?sdl</c>.</summary>
internal static class SchemaEndpoint
{
    public static Task HandleAsync(HttpContext context, SchemaDocument schema)
    {
        var response = context.Response;
        response.Headers.ETag = schema.ETag;
        // Cacheable, but revalidated at every use: a new deployment is visible immediately, and an unchanged schema costs no body.
        response.Headers.CacheControl = "public, no-cache";
        if (ConditionalRequest.IsNotModified(schema.ETag, context.Request))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.ContentType = "application/graphql; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"schema.graphql\"";
        response.ContentLength = schema.Utf8.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.BodyWriter.WriteAsync(schema.Utf8, context.RequestAborted).AsTask();
    }
}
