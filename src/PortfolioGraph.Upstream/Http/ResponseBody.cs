using System.Buffers;
using System.IO.Compression;
using System.Net;

namespace PortfolioGraph.Upstream.Http;

/// <summary>A complete response body in a rented buffer.</summary>
internal sealed class ResponseBody : IDisposable
{
    // Not HttpContent.LoadIntoBufferAsync, which limits the size too, but allocates an array of 200,000 bytes for a body of that size. A rented buffer allocates nothing.

    /// <summary>The value of the request header <c>Accept-Encoding</c>.</summary>
    public const string AcceptedEncodings = "gzip, br";

    private const int InitialSize = 16 * 1024;

    private byte[] _buffer;
    private int _length;

    private ResponseBody(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>
    /// Reads a body to its end. Bytes are counted after decompression and reading stops at the limit, so neither an endless body nor a decompression bomb exhausts memory.
    /// </summary>
    /// <returns>The body. Null if it is longer than <paramref name="limit"/>.</returns>
    public static async ValueTask<ResponseBody?> ReadAsync(HttpContent content, int limit, CancellationToken ct)
    {
        var compression = CompressionOf(content);
        // The stated length of a compressed body is that before decompression.
        var length = compression == DecompressionMethods.None ? content.Headers.ContentLength : null;
        if (length > limit)
            return null;

        var body = new ResponseBody((int)Math.Min(length + 1 ?? InitialSize, limit));
        try
        {
            var stream = Decompress(await content.ReadAsStreamAsync(ct).ConfigureAwait(false), compression);
            await using (stream.ConfigureAwait(false))
            {
                while (true)
                {
                    var read = await stream.ReadAsync(body._buffer.AsMemory(body._length), ct).ConfigureAwait(false);
                    if (read == 0)
                        return body;

                    body._length += read;
                    if (body._length > limit)
                    {
                        body.Dispose();
                        return null;
                    }

                    if (body._length == body._buffer.Length)
                        body.Grow(limit);
                }
            }
        }
        catch (Exception exception)
        {
            body.Dispose();
            // Brotli's decoder reports damaged data differently from that of gzip.
            if (exception is InvalidOperationException && compression == DecompressionMethods.Brotli)
                throw new InvalidDataException(exception.Message, exception);
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    // Not the network handler's decompression, which adds an asynchronous layer to each call, and parses and formats a header of each request.
    private static DecompressionMethods CompressionOf(HttpContent content)
    {
        if (!content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encodings))
            return DecompressionMethods.None;

        // The last encoding was applied last. Empty elements of a list mean nothing (RFC 9110, section 5.6.1).
        var encoding = encodings.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("");
        return encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) ? DecompressionMethods.GZip
            : encoding.Equals("br", StringComparison.OrdinalIgnoreCase) ? DecompressionMethods.Brotli
            : DecompressionMethods.None;
    }

    private static Stream Decompress(Stream stream, DecompressionMethods compression) => compression switch
    {
        DecompressionMethods.GZip => new GZipStream(stream, CompressionMode.Decompress),
        DecompressionMethods.Brotli => new BrotliStream(stream, CompressionMode.Decompress),
        _ => stream,
    };

    private void Grow(int limit)
    {
        // One byte above the limit suffices to detect that the body is too long.
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)_length * 2, Math.Max(limit + 1L, _length + 1L)));
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
