using System.Buffers;
using System.Text.Json;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Couverture.AspNetCore.ServerSentEvents;

/// <summary>
/// An open response of server-sent events, which several operations may write to in turn. Whoever writes waits until the client has read
/// enough, so nothing piles up for a slow one.
/// </summary>
internal sealed class EventStream : IAsyncDisposable
{
    // Not System.Net.ServerSentEvents: its formatter owns the stream, which several operations share here, each writing its event straight into the pipe.

    public const string MediaType = "text/event-stream";

    private readonly HttpContext _context;
    private readonly SemaphoreSlim _writeLock = new(1);
    private readonly CancellationTokenSource _disposed = new();
    private Task _keepAliveTask = Task.CompletedTask;

    private EventStream(HttpContext context) => _context = context;

    /// <summary>Begins the response, so that the client knows it open before anything happens.</summary>
    public static async Task<EventStream> OpenAsync(HttpContext context, TimeSpan? keepAliveInterval, TimeProvider time)
    {
        var response = context.Response;
        response.ContentType = $"{MediaType}; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // The interval counts from what the client sees first, not from whatever comes after it.
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

    /// <summary>Sends a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="id">The operation, where the stream carries several.</param>
    /// <param name="cancellationToken">The result is not wanted any more, unless it is on its way.</param>
    public Task WriteNextAsync(OperationResult result, string? id, CancellationToken cancellationToken) =>
        WriteAsync(
            output =>
            {
                output.Write("event: next\ndata: "u8);
                if (id is not null)
                {
                    output.Write("{\"id\":"u8);
                    WriteString(output, id);
                    output.Write(",\"payload\":"u8);
                }
                result.WriteTo(output);
                output.Write(id is null ? "\n\n"u8 : "}\n\n"u8);
            },
            cancellationToken);

    /// <summary>Says that an operation has no more results.</summary>
    /// <param name="id">The operation, where the stream carries several.</param>
    /// <param name="cancellationToken">Nobody wants to know.</param>
    public Task WriteCompleteAsync(string? id, CancellationToken cancellationToken) =>
        WriteAsync(
            output =>
            {
                // Browsers drop an event without the field, be it empty.
                output.Write("event: complete\ndata:"u8);
                if (id is not null)
                {
                    output.Write(" {\"id\":"u8);
                    WriteString(output, id);
                    output.Write("}"u8);
                }
                output.Write("\n\n"u8);
            },
            cancellationToken);

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
            // Only the client's leaving may cut this short: the web server ends the connection with it.
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

    private static void WriteString(IBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        output.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        output.Write("\""u8);
    }
}
