using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Couverture.AspNetCore.Http;

/// <summary>The body of a POST: its headers checked, read up to the limit and no further.</summary>
internal static class RequestBody
{
    private const string Hint = "send a JSON body with the header Content-Type: application/json";

    /// <summary>Lowers the web server's own limit, which bounds what it drains of a body that is refused unread.</summary>
    /// <param name="context">The request's context.</param>
    /// <param name="limit">The most bytes a body may have; a lower limit of the server stays.</param>
    public static void LimitSize(HttpContext context, long limit)
    {
        // The server counts the framing of chunks as well, which must not cost a body its last bytes.
        var withFraming = (2 * limit) + 1024;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = Math.Min(server.MaxRequestBodySize ?? withFraming, withFraming);
    }

    /// <summary>The whole body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The most bytes it may have.</param>
    /// <param name="cancellationToken">Ends the reading when the client leaves.</param>
    /// <exception cref="ConnectionAbortedException">The client has left; the server may notice only later.</exception>
    /// <exception cref="RejectedException">The headers name something other than JSON in UTF-8, or the body is too large or not framed as HTTP has it.</exception>
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
            // The size of a chunk is beyond what the web server counts with; of all that is wrong with chunks it tells this alone in another way.
            throw new RejectedException(Rejection.BodyUnreadable(StatusCodes.Status400BadRequest));
        }
        catch (IOException exception)
        {
            throw new ConnectionAbortedException("The client left while sending its request.", exception);
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
            throw Unsupported("The charset is not supported, only utf-8 is");
        if (request.Headers.ContentEncoding is { Count: > 0 } encodings && !"identity".Equals(encodings.ToString(), StringComparison.OrdinalIgnoreCase))
            throw Unsupported("The Content-Encoding is not supported, leave the body uncompressed");

        static RejectedException Unsupported(string what) => new(Rejection.UnsupportedMediaType($"{what}; {Hint}."));
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
