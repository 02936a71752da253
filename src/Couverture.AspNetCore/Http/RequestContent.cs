using System.Text.Json;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>The GraphQL requests of an HTTP request.</summary>
/// <param name="Requests">One request, or the requests of a batch.</param>
/// <param name="IsBatch">Whether the body was a list, so that the response must be a list.</param>
internal sealed record RequestContent(IReadOnlyList<OperationRequest> Requests, bool IsBatch)
{
    /// <summary>Reads the body of a POST, or the query string of any other request.</summary>
    /// <exception cref="RejectedException">The content is invalid, or exceeds a limit of the endpoint.</exception>
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

    /// <summary>Parses a JSON body.</summary>
    /// <exception cref="RejectedException">The body is neither a valid request nor a batch that the endpoint accepts.</exception>
    public static RequestContent FromBody(ReadOnlySpan<byte> body, GraphQLServerOptions options)
    {
        const string What = "The request body";
        var root = JsonText.Parse(body, What);
        if (root.ValueKind is not JsonValueKind.Array)
            return new RequestContent([RequestParameters.FromJson(root, What)], IsBatch: false);
        if (!options.EnableBatching)
            throw BadRequest("The request body is a list, but batching is disabled. Send one request object at a time.");
        if (root.GetArrayLength() == 0)
            throw BadRequest("The batch is empty. Send at least one request object.");
        if (root.GetArrayLength() > options.MaxBatchSize)
            throw new RejectedException(Rejection.BatchTooLarge(options.MaxBatchSize));
        return new RequestContent([.. root.EnumerateArray().Select((request, i) => RequestParameters.FromJson(request, $"Request {i + 1} of the batch"))], IsBatch: true);
    }

    private static RejectedException BadRequest(string message) => new(Rejection.BadRequest(message));
}
