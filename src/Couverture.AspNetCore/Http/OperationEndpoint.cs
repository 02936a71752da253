using Couverture.AspNetCore.Multipart;
using Couverture.AspNetCore.ServerSentEvents;
using Couverture.Cost;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Net.Http.Headers;

namespace Couverture.AspNetCore.Http;

/// <summary>Executes the operations of an HTTP request and writes the response in a format that the client accepts.</summary>
internal sealed class OperationEndpoint(IRequestExecutor executor, TimeProvider time, IHostApplicationLifetime lifetime)
{
    public async Task HandleAsync(HttpContext context, GraphQLServerOptions options)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
            context.Response.Headers.Vary = options.EnableFederatedTracing ? $"{HeaderNames.Accept}, {FederatedTraceHeader.Name}" : HeaderNames.Accept;
        var accepted = AcceptedFormats.Negotiate(context.Request.Headers.Accept, options);
        var content = await RequestContent.ReadAsync(context, options, time);
        if (CostHeader.GetMode(context.Request) is var cost and not CostMode.None)
            content = content.With(request => request with { Cost = cost });
        if (options.EnableFederatedTracing && FederatedTraceHeader.IsSet(context.Request))
            content = content.With(static request => request with { IncludeFederatedTrace = true });
        if (HttpMethods.IsHead(context.Request.Method))
            accepted = accepted.WithoutStreams();
        if (content.IsBatch)
            await ExecuteBatchAsync(context, accepted, content, options);
        else if (accepted.Streams is StreamKinds.None)
            await JsonResponse.WriteAsync(context, accepted.Json!, await executor.ExecuteAsync(content.Items[0].Request, context.RequestAborted), options);
        else
            await StreamAsync(context, accepted, content.Items[0].Request with { Streams = accepted.Streams }, options);
    }

    private Task ExecuteBatchAsync(HttpContext context, AcceptedFormats accepted, RequestContent content, GraphQLServerOptions options) => BatchResponse.WriteAsync(
        context,
        accepted,
        content,
        executor.ExecuteBatchAsync([.. content.Items.Select(static item => item.Request)], context.RequestAborted),
        () => EventStream.OpenAsync(context, options.EventStreams.KeepAliveInterval, time));

    private async Task StreamAsync(HttpContext context, AcceptedFormats accepted, OperationRequest request, GraphQLServerOptions options)
    {
        await using var results = await executor.StreamAsync(request, context.RequestAborted);
        if (results.Single is { } single && (accepted.Json is not null || single.Kind is OperationResultKind.NotAllowed))
            await JsonResponse.WriteAsync(context, accepted.Json ?? ResponseFormat.Json, single, options);
        else if (accepted.GetStreamFormat(results) is StreamFormat.Multipart)
            await MultipartResponse.WriteAsync(context, results);
        else
            await EventStreamResponse.WriteAsync(context, results, options.EventStreams.KeepAliveInterval, time, lifetime.ApplicationStopping);
    }
}
