using System.Buffers;
using System.Security.Cryptography;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>Answers in one JSON text.</summary>
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
        // Whoever asks by GET may keep what is whole, to be asked about at every use. Of a POST nothing is kept unless it says so (RFC 9111,
        // section 3), which is left to the application. What failed may be right the next time.
        var isComplete = result is { Kind: OperationResultKind.Executed, Errors.Count: 0 };
        if (isComplete && !HttpMethods.IsPost(context.Request.Method))
            return WriteCacheableAsync(context, result, options.EntityTag);
        if (!isComplete)
            response.Headers.CacheControl = "no-store";
        result.WriteTo(response.BodyWriter);
        return FlushAsync(context);
    }

    /// <summary>Writes the results of a batch as a list. The status says nothing of the single ones.</summary>
    public static Task WriteAsync(HttpContext context, ResponseFormat format, IReadOnlyList<OperationResult> results)
    {
        var (response, output) = (context.Response, context.Response.BodyWriter);
        response.ContentType = format.ContentType;
        response.Headers.CacheControl = "no-store";
        for (var i = 0; i < results.Count; i++)
        {
            output.Write(i == 0 ? "["u8 : ","u8);
            results[i].WriteTo(output);
        }
        output.Write("]"u8);
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
        // Weak: it holds for the text, however it is compressed.
        if (applicationTag is null && TryWriteNotModified(context, $"W/\"{Convert.ToHexStringLower(SHA256.HashData(body.WrittenSpan).AsSpan(0, 16))}\""))
            return Task.CompletedTask;
        response.ContentLength = body.WrittenCount;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>Tells the tag, and that the client holds the answer where it does.</summary>
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
