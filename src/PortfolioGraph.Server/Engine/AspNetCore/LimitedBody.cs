using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Engine;

/// <summary>Reads the body of a request, which is JSON, within the limits of size and time.</summary>
internal static class LimitedBody
{
    /// <summary>Returns the whole body, or null if the client disconnected.</summary>
    /// <param name="context">The request.</param>
    /// <param name="settings">The limits.</param>
    /// <param name="time">The clock of the timeout.</param>
    /// <exception cref="RequestRejectedException">The body is not declared as uncompressed JSON in UTF-8, is too large, incomplete, or did not arrive in time.</exception>
    public static async Task<byte[]?> ReadAsync(HttpContext context, ServerOptions settings, TimeProvider time)
    {
        CheckContent(context.Request);
        var limit = settings.MaxBodyBytes;
        // Kestrel also counts the framing of chunks, so its limit must be higher than that of the body.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = Math.Min(server.MaxRequestBodySize ?? long.MaxValue, (2L * limit) + 1024);
        if (context.Request.ContentLength > limit)
            throw RequestRejectedException.TooLarge(limit);
        using var timeout = new CancellationTokenSource(settings.RequestTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, timeout.Token);
        try
        {
            return await ReadAsync(context.Request, limit, linked.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw RequestRejectedException.IncompleteBody(StatusCodes.Status408RequestTimeout);
        }
        catch (BadHttpRequestException exception)
        {
            throw exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? RequestRejectedException.TooLarge(limit) : RequestRejectedException.IncompleteBody(exception.StatusCode);
        }
        catch (IOException exception) when (exception.InnerException is OverflowException)
        {
            // Kestrel reports a chunk size that overflows its counter in this way only.
            throw RequestRejectedException.IncompleteBody(StatusCodes.Status400BadRequest);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The status is for the access log.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return null;
        }
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw RequestRejectedException.TooLarge(limit);
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

    private static void CheckContent(HttpRequest request)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
        var charset = HeaderUtilities.RemoveQuotes(type?.Charset ?? default);
        var isUtf8 = !charset.HasValue || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase);
        var isPlain = request.Headers.ContentEncoding.ToString() is "" or "identity";
        if (!isJson || !isUtf8 || !isPlain)
        {
            throw new RequestRejectedException(
                StatusCodes.Status415UnsupportedMediaType,
                EngineErrorCodes.UnsupportedMediaType,
                "The body must be uncompressed JSON in UTF-8. Send it with the header Content-Type: application/json.");
        }
    }
}
