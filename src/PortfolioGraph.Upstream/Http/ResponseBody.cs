using System.Buffers;

namespace PortfolioGraph.Upstream.Http;

/// <summary>A whole body in a rented buffer.</summary>
internal sealed class ResponseBody : IDisposable
{
    // Not HttpContent.LoadIntoBufferAsync, which bounds a body as well: a body of 200,000 bytes costs it an array of that size, and a rented buffer nothing.

    private const int InitialSize = 16 * 1024;

    private byte[] _buffer;
    private int _length;

    private ResponseBody(int size) => _buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>
    /// Reads a body to its end. The bytes are counted as they come out of decompression, which stops both the endless body and the small one
    /// that unpacks to gigabytes: never more than the limit is held.
    /// </summary>
    /// <returns>Null when the body is longer than <paramref name="limit"/>.</returns>
    public static async Task<ResponseBody?> ReadAsync(HttpContent content, int limit, CancellationToken ct)
    {
        if (content.Headers.ContentLength > limit)
            return null;

        var body = new ResponseBody((int)Math.Min(content.Headers.ContentLength + 1 ?? InitialSize, limit));
        try
        {
            var stream = await content.ReadAsStreamAsync(ct).ConfigureAwait(false);
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
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void Grow(int limit)
    {
        // One byte above the limit is enough to see that it is passed.
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)_length * 2, Math.Max(limit + 1L, _length + 1L)));
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
