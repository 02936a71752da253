using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Couverture.AspNetCore.Http;

/// <summary>Checks the headers of a POST and reads its body up to a size limit.</summary>
internal static class RequestBody
{
    private const string Hint = "Send an uncompressed JSON body with the header Content-Type: application/json";

    /// <summary>Lowers the web server's own limit, which bounds how much of a rejected body it drains.</summary>
    /// <param name="context">The request's context.</param>
    /// <param name="limit">The maximum size in bytes; a lower limit of the server stays.</param>
    public static void LimitSize(HttpContext context, long limit)
    {
        // The server's limit includes the framing of chunks, so it must be higher than the limit on the body.
        var withFraming = (2 * limit) + 1024;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = Math.Min(server.MaxRequestBodySize ?? withFraming, withFraming);
    }

    /// <summary>Reads the whole body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The maximum size in bytes.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ConnectionAbortedException">The client has disconnected; <see cref="HttpContext.RequestAborted"/> may be signaled later.</exception>
    /// <exception cref="RejectedException">The headers do not declare JSON in UTF-8, the body is too large, or its framing is not valid HTTP.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        CheckHeaders(request);
        if (request.ContentLength > limit)
            throw new RejectedException(Rejection.BodyTooLarge(limit));
        try
        {
            return await ReadAsync(request.BodyReader, limit, cancellationToken);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new RejectedException(Rejection.BodyTooLarge(limit));
        }
        catch (BadHttpRequestException exception)
        {
            throw new RejectedException(Rejection.BodyUnreadable(exception.StatusCode));
        }
        catch (IOException exception) when (exception.InnerException is OverflowException)
        {
            // The size of a chunk overflows. Kestrel reports every other chunk error as a BadHttpRequestException.
            throw new RejectedException(Rejection.BodyUnreadable(StatusCodes.Status400BadRequest));
        }
        catch (IOException exception)
        {
            throw new ConnectionAbortedException("The client disconnected while sending its request.", exception);
        }
    }

    private static void CheckHeaders(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType))
            throw Unsupported("The request has no Content-Type");
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            throw Unsupported("The Content-Type cannot be parsed");
        if (!type.MediaType.Equals(ResponseFormat.Json.MediaType, StringComparison.OrdinalIgnoreCase))
            throw Unsupported("The Content-Type is not supported");
        if (type.Charset.HasValue && !Charset.IsUtf8(type.Charset))
            throw Unsupported("The charset is not supported; only utf-8 is");
        if (request.Headers.ContentEncoding is { Count: > 0 } encodings && !"identity".Equals(encodings.ToString(), StringComparison.OrdinalIgnoreCase))
            throw Unsupported("The Content-Encoding is not supported; compressed bodies are not accepted");

        static RejectedException Unsupported(string what) => new(Rejection.UnsupportedMediaType($"{what}. {Hint}."));
    }

    private static async Task<byte[]> ReadAsync(PipeReader reader, long limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw new RejectedException(Rejection.BodyTooLarge(limit));
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
