using System.Buffers;
using System.Text.Json;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Couverture.AspNetCore.ServerSentEvents;

/// <summary>
/// An open response of server-sent events, shared by several operations. Each write waits until the client has read enough, so that nothing
/// accumulates for a slow client.
/// </summary>
internal sealed class EventStream : IAsyncDisposable
{
    // SseFormatter of System.Net.ServerSentEvents does not fit: it owns the stream, but here several operations write events directly to one pipe.

    public const string MediaType = "text/event-stream";

    private readonly HttpContext _context;
    private readonly SemaphoreSlim _writeLock = new(1);
    private readonly CancellationTokenSource _disposed = new();
    private Task _keepAliveTask = Task.CompletedTask;

    private EventStream(HttpContext context) => _context = context;

    /// <summary>Starts the response with a comment, so that the client sees the open stream before the first event.</summary>
    public static async Task<EventStream> OpenAsync(HttpContext context, TimeSpan? keepAliveInterval, TimeProvider time)
    {
        var response = context.Response;
        response.ContentType = $"{MediaType}; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // Start the timer before the first write, so that the interval counts from the first data that the client sees.
        var timer = keepAliveInterval is { } interval ? new PeriodicTimer(interval, time) : null;
        try
        {
            response.BodyWriter.Write(":\n\n"u8);
            await response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        catch
        {
            timer?.Dispose();
            throw;
        }

        var stream = new EventStream(context);
        stream._keepAliveTask = timer is null ? Task.CompletedTask : stream.KeepAliveAsync(timer);
        return stream;
    }

    /// <summary>Writes the event <c>next</c> with a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="id">The operation's id; null if the stream has only one operation.</param>
    /// <param name="cancellationToken">Cancels the event unless its writing has started.</param>
    public Task WriteNextAsync(OperationResult result, string? id, CancellationToken cancellationToken) =>
        WriteAsync(output => WriteEvent(output, "next"u8, id, result.WriteTo), cancellationToken);

    /// <summary>Writes the event <c>complete</c>: an operation has no more results.</summary>
    /// <param name="id">The operation's id; null if the stream has only one operation.</param>
    /// <param name="cancellationToken">Cancels the event unless its writing has started.</param>
    public Task WriteCompleteAsync(string? id, CancellationToken cancellationToken) =>
        WriteAsync(output => WriteEvent(output, "complete"u8, id, writeBody: null), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _keepAliveTask.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _disposed.Dispose();
        _writeLock.Dispose();
    }

    private async Task WriteAsync(Action<IBufferWriter<byte>> write, CancellationToken cancellationToken)
    {
        await _writeLock.WaitAsync(cancellationToken);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            write(_context.Response.BodyWriter);
            // Only a disconnect may cancel the flush, because cancelling ends the connection.
            await _context.Response.BodyWriter.FlushAsync(_context.RequestAborted);
        }
        finally
        {
            _writeLock.Release();
        }
    }

    private async Task KeepAliveAsync(PeriodicTimer timer)
    {
        using var disposeTimer = timer;
        while (await timer.WaitForNextTickAsync(_disposed.Token))
            await WriteAsync(static output => output.Write(":\n\n"u8), _disposed.Token);
    }

    private static void WriteEvent(IBufferWriter<byte> output, ReadOnlySpan<byte> name, string? id, Action<IBufferWriter<byte>>? writeBody)
    {
        output.Write("event: "u8);
        output.Write(name);
        // Browsers drop an event without a data field, so the field is written even if it is empty.
        output.Write("\ndata:"u8);
        if (id is not null)
        {
            output.Write(" {\"id\":\""u8);
            output.Write(JsonEncodedText.Encode(id).EncodedUtf8Bytes);
            output.Write("\""u8);
        }
        if (writeBody is not null)
        {
            output.Write(id is null ? " "u8 : ",\"payload\":"u8);
            writeBody(output);
        }
        output.Write(id is null ? "\n\n"u8 : "}\n\n"u8);
    }
}
