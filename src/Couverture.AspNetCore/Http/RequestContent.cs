using System.Text.Json;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;

namespace Couverture.AspNetCore.Http;

/// <summary>
/// The GraphQL requests of an HTTP request: one; a list of requests (request batching); or one document with a list of variables (variable batching). A list of requests can contain
/// lists of variables (GraphQL over HTTP, proposal #307).
/// </summary>
/// <param name="Items">The requests, one for each set of variables, in the order of the body.</param>
/// <param name="IsBatch">Whether the body is a batch, so that the response has a list of results.</param>
internal sealed record RequestContent(IReadOnlyList<BatchItem> Items, bool IsBatch)
{
    /// <summary>Reads the body of a POST, or the query string of any other request.</summary>
    /// <exception cref="RejectedException">The content is invalid, or exceeds a limit of the endpoint.</exception>
    public static async Task<RequestContent> ReadAsync(HttpContext context, GraphQLServerOptions options, TimeProvider time)
    {
        PreflightHeader.Require(context.Request, options);
        if (!HttpMethods.IsPost(context.Request.Method))
            return new RequestContent([new BatchItem(RequestParameters.FromQueryString(context.Request.Query), null, null)], IsBatch: false);
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
        if (root.ValueKind is JsonValueKind.Array)
            return FromList(root, options);
        var isBatch = RequestParameters.HasVariableList(root);
        if (isBatch)
        {
            CheckEnabled(options, "The member `variables` is a list");
            CheckSize(RequestParameters.CountOperations(root), options);
        }

        return new RequestContent([.. ReadRequest(root, What, null)], isBatch);
    }

    /// <summary>Returns the content with changed requests.</summary>
    /// <param name="change">Returns the changed request.</param>
    public RequestContent With(Func<OperationRequest, OperationRequest> change) => this with { Items = [.. Items.Select(item => item with { Request = change(item.Request) })] };

    private static RequestContent FromList(JsonElement list, GraphQLServerOptions options)
    {
        CheckEnabled(options, "The request body is a list");
        if (list.GetArrayLength() == 0)
            throw BadRequest("The batch is empty. Send at least one request object.");
        CheckSize(list.EnumerateArray().Sum(RequestParameters.CountOperations), options);
        return new RequestContent([.. list.EnumerateArray().SelectMany(static (request, i) => ReadRequest(request, $"Request {i + 1} of the batch", i))], IsBatch: true);
    }

    private static IEnumerable<BatchItem> ReadRequest(JsonElement request, string what, int? index) => RequestParameters.HasVariableList(request)
        ? RequestParameters.FromJsonWithVariableList(request, what).Select((set, i) => new BatchItem(set, index, i))
        : [new BatchItem(RequestParameters.FromJson(request, what), index, null)];

    private static void CheckEnabled(GraphQLServerOptions options, string what)
    {
        if (!options.EnableBatching)
            throw BadRequest($"{what}, but batching is disabled (MaxBatchSize). Send one operation at a time.");
    }

    private static void CheckSize(long operations, GraphQLServerOptions options)
    {
        if (operations > options.MaxBatchSize)
            throw new RejectedException(Rejection.BatchTooLarge(options.MaxBatchSize));
    }

    private static RejectedException BadRequest(string message) => new(Rejection.BadRequest(message));
}

/// <summary>One operation of an HTTP request.</summary>
/// <param name="Request">The request with one set of variables.</param>
/// <param name="RequestIndex">The index in a list of requests; null if the body is one request.</param>
/// <param name="VariableIndex">The index in the request's list of variables; null if its variables are no list.</param>
internal sealed record BatchItem(OperationRequest Request, int? RequestIndex, int? VariableIndex);
