using System.Buffers;
using System.Security.Cryptography;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>Writes responses of one JSON text.</summary>
internal static class JsonResponse
{
    /// <summary>Writes a result.</summary>
    public static Task WriteAsync(HttpContext context, ResponseFormat format, OperationResult result, GraphQLServerOptions options)
    {
        var response = context.Response;
        response.StatusCode = format.GetStatusCode(result);
        response.ContentType = format.ContentType;
        if (result.Kind is OperationResultKind.NotAllowed)
            response.Headers.Allow = HttpMethods.Post;
        // A complete response to a GET may be cached but must be revalidated at every use. A response to a POST is not cached unless it says so
        // (RFC 9111, section 3), which is left to the application. A failure must not be cached, because the next attempt may succeed.
        var isComplete = result is { Kind: OperationResultKind.Executed, Errors.Count: 0 };
        if (isComplete && !HttpMethods.IsPost(context.Request.Method))
            return WriteCacheableAsync(context, result, options.EntityTag);
        if (!isComplete)
            response.Headers.CacheControl = "no-store";
        result.WriteTo(response.BodyWriter);
        result.Release();
        return FlushAsync(context);
    }

    private static Task WriteCacheableAsync(HttpContext context, OperationResult result, Func<HttpContext, string?>? getEntityTag)
    {
        var response = context.Response;
        response.Headers.CacheControl = "private, no-cache";
        var applicationTag = getEntityTag?.Invoke(context);
        if (applicationTag is not null && TryWriteNotModified(context, applicationTag))
            return Task.CompletedTask;
        var body = new ArrayBufferWriter<byte>();
        result.WriteTo(body);
        result.Release();
        // A weak tag, because it identifies the text regardless of compression.
        if (applicationTag is null && TryWriteNotModified(context, $"W/\"{Convert.ToHexStringLower(SHA256.HashData(body.WrittenSpan).AsSpan(0, 16))}\""))
            return Task.CompletedTask;
        response.ContentLength = body.WrittenCount;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>Sends the entity tag; if the client already has the response, sets 304 and returns true.</summary>
    private static bool TryWriteNotModified(HttpContext context, string etag)
    {
        var response = context.Response;
        response.Headers.ETag = etag;
        if (!ConditionalRequest.IsNotModified(etag, context.Request))
            return false;
        response.StatusCode = StatusCodes.Status304NotModified;
        response.ContentType = null;
        return true;
    }

    private static async Task FlushAsync(HttpContext context) => await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
}
