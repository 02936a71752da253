using System.Text.Json;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>What an HTTP request asks to run.</summary>
/// <param name="Requests">One request, or those of a batch.</param>
/// <param name="IsBatch">Whether they came as a list, which is answered by a list.</param>
internal sealed record RequestContent(IReadOnlyList<OperationRequest> Requests, bool IsBatch)
{
    /// <summary>Reads the body of a POST, the address of any other request.</summary>
    /// <exception cref="RejectedException">It cannot be read, or is more than this endpoint takes.</exception>
    public static async Task<RequestContent> ReadAsync(HttpContext context, GraphQLServerOptions options, TimeProvider time)
    {
        PreflightHeader.Require(context.Request, options);
        if (!HttpMethods.IsPost(context.Request.Method))
            return new RequestContent([RequestParameters.FromQueryString(context.Request.Query)], IsBatch: false);
        using var timeout = new CancellationTokenSource(options.RequestBodyTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, timeout.Token);
        try
        {
            return FromBody(await RequestBody.ReadAsync(context.Request, options.MaxRequestBodySize, linked.Token), options);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new RejectedException(Rejection.BodyUnreadable(StatusCodes.Status408RequestTimeout));
        }
    }

    /// <summary>Reads a JSON text.</summary>
    /// <exception cref="RejectedException">It is no request and no batch that this endpoint takes.</exception>
    public static RequestContent FromBody(ReadOnlySpan<byte> body, GraphQLServerOptions options)
    {
        const string What = "The request body";
        var root = JsonText.Parse(body, What);
        if (root.ValueKind is not JsonValueKind.Array)
            return new RequestContent([RequestParameters.FromJson(root, What)], IsBatch: false);
        if (!options.EnableBatching)
            throw BadRequest("The request body is a list; send one request object at a time, batches are switched off.");
        if (root.GetArrayLength() == 0)
            throw BadRequest("The batch is empty; put at least one request object into the list.");
        if (root.GetArrayLength() > options.MaxBatchSize)
            throw new RejectedException(Rejection.BatchTooLarge(options.MaxBatchSize));
        return new RequestContent([.. root.EnumerateArray().Select((request, i) => RequestParameters.FromJson(request, $"Request {i + 1} of the batch"))], IsBatch: true);
    }

    private static RejectedException BadRequest(string message) => new(Rejection.BadRequest(message));
}
