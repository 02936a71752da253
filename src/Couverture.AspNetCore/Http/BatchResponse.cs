using System.Buffers;
using Couverture.AspNetCore.ServerSentEvents;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Couverture.AspNetCore.Http;

/// <summary>
/// Writes the results of a batch in the format that the client accepts (GraphQL over HTTP, proposal #307). In streams, each result is sent as soon as it is complete, with its position
/// in <c>requestIndex</c> and <c>variableIndex</c>. A JSON list has the order of the batch. Its results have positions only if the batch has lists of variables, because clients of plain
/// request batches expect results without other members.
/// </summary>
internal static class BatchResponse
{
    /// <param name="context">The request's context.</param>
    /// <param name="accepted">The formats that the client accepts.</param>
    /// <param name="content">The operations of the batch.</param>
    /// <param name="results">The results, in any order.</param>
    /// <param name="openEvents">Opens an event stream.</param>
    /// <exception cref="RejectedException">The client accepts no format for several results.</exception>
    public static async Task WriteAsync(HttpContext context, AcceptedFormats accepted, RequestContent content, IAsyncEnumerable<BatchResult> results, Func<Task<EventStream>> openEvents)
    {
        context.Response.Headers.CacheControl = "no-store";
        switch (accepted.Batch)
        {
            case BatchFormat.JsonList:
                await WriteListAsync(context, accepted.JsonList!, content, results);
                break;
            case BatchFormat.JsonLines:
                await WriteLinesAsync(context, accepted.JsonLines!, content, results);
                break;
            case BatchFormat.EventStream:
                await WriteEventsAsync(context, content, results, openEvents);
                break;
            default:
                throw new RejectedException(Rejection.NotAcceptable());
        }
    }

    private static async Task WriteListAsync(HttpContext context, ResponseFormat format, RequestContent content, IAsyncEnumerable<BatchResult> results)
    {
        var ordered = new OperationResult[content.Items.Count];
        await foreach (var (index, result) in results)
            ordered[index] = result;
        var hasVariableLists = content.Items.Any(static item => item.VariableIndex is not null);
        var (response, output) = (context.Response, context.Response.BodyWriter);
        response.ContentType = format.ContentType;
        for (var i = 0; i < ordered.Length; i++)
        {
            output.Write(i == 0 ? "["u8 : ","u8);
            (hasVariableLists ? WithPosition(ordered[i], content.Items[i]) : ordered[i]).WriteTo(output);
            // Waits for a slow client, so that the texts of all results are never in memory at once.
            await output.FlushAsync(context.RequestAborted);
        }

        output.Write("]"u8);
        await output.FlushAsync(context.RequestAborted);
    }

    private static async Task WriteLinesAsync(HttpContext context, ResponseFormat format, RequestContent content, IAsyncEnumerable<BatchResult> results)
    {
        var output = context.Response.BodyWriter;
        context.Response.ContentType = format.ContentType;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await foreach (var (index, result) in results)
        {
            // JSON strings contain no raw line breaks, so a line is one result.
            WithPosition(result, content.Items[index]).WriteTo(output);
            output.Write("\n"u8);
            await output.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task WriteEventsAsync(HttpContext context, RequestContent content, IAsyncEnumerable<BatchResult> results, Func<Task<EventStream>> openEvents)
    {
        await using var events = await openEvents();
        await foreach (var (index, result) in results)
            await events.WriteNextAsync(WithPosition(result, content.Items[index]), null, context.RequestAborted);
        await events.WriteCompleteAsync(null, context.RequestAborted);
    }

    private static OperationResult WithPosition(OperationResult result, BatchItem item) => result.WithPosition(item.RequestIndex, item.VariableIndex);
}
