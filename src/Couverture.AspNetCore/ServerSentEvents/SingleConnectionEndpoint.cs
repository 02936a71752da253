using System.Text;
using System.Text.Json;
using Couverture.AspNetCore.Http;
using Couverture.AspNetCore.Streaming;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Couverture.AspNetCore.ServerSentEvents;

/// <summary>
/// Handles many operations on one connection of server-sent events (graphql-sse, single connection mode). PUT reserves the connection, GET opens it,
/// POST or GET starts an operation whose results it carries, and DELETE ends an operation.
/// </summary>
internal sealed partial class SingleConnectionEndpoint(
    IRequestExecutor executor,
    Reservations reservations,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<SingleConnectionEndpoint> logger)
{
    private const string TokenHeader = "X-GraphQL-Event-Stream-Token";
    private const string TokenParameter = "token";
    private const string OperationId = "operationId";

    /// <summary>Returns whether a request belongs to the single connection mode.</summary>
    public static bool IsSingleConnectionRequest(HttpRequest request) =>
        HttpMethods.IsPut(request.Method) || HttpMethods.IsDelete(request.Method) || GetToken(request) is not null;

    public Task HandleAsync(HttpContext context, GraphQLServerOptions options)
    {
        var request = context.Request;
        if (HttpMethods.IsPut(request.Method))
            return ReserveAsync(context, options.EventStreams);
        var reservation = GetToken(request) is { } token && reservations.Find(token) is { } found
            ? found
            : throw new RejectedException(Rejection.NotFound("No event stream has this token. Reserve one by PUT and open it before it expires."));
        if (HttpMethods.IsDelete(request.Method))
            return CancelOperation(context, reservation);
        var accepted = AcceptedFormats.Negotiate(request.Headers.Accept, options);
        if (accepted is { Json: null, Subscription: StreamFormat.EventStream })
            return OpenAsync(context, reservation, options.EventStreams);
        return options.EnableGetRequests || HttpMethods.IsPost(request.Method)
            ? ExecuteAsync(context, reservation, accepted.WithoutStreams().Json!, options)
            : throw new RejectedException(Rejection.GetDisabled("POST, PUT, DELETE, OPTIONS"));
    }

    private async Task ReserveAsync(HttpContext context, GraphQLEventStreamOptions options)
    {
        var reservation = reservations.Add(options) ?? throw new RejectedException(Rejection.TooManyStreams());
        var response = context.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        await response.WriteAsync(reservation.Token, Encoding.ASCII, context.RequestAborted);
    }

    private async Task OpenAsync(HttpContext context, Reservation reservation, GraphQLEventStreamOptions options)
    {
        if (!reservation.TryClaim())
            throw new RejectedException(Rejection.StreamConflict("The event stream with this token is already open."));
        await using var onAborted = context.RequestAborted.UnsafeRegister(static r => ((Reservation)r!).End(), reservation);
        await using var onStopping = lifetime.ApplicationStopping.UnsafeRegister(static r => ((Reservation)r!).End(), reservation);
        try
        {
            await using var stream = await EventStream.OpenAsync(context, options.KeepAliveInterval, time);
            reservation.SetStream(stream);
            await reservation.Completion;
            // Operations that are still writing must finish before the response ends.
            await reservation.Operations.CancelAllAsync();
        }
        finally
        {
            reservation.End();
        }
    }

    private async Task ExecuteAsync(HttpContext context, Reservation reservation, ResponseFormat format, GraphQLServerOptions options)
    {
        var content = await RequestContent.ReadAsync(context, options, time);
        if (content.IsBatch)
            throw new RejectedException(Rejection.BadRequest("An event stream does not accept batches. Send one request object at a time."));
        var request = content.Items[0].Request;
        var operation = StartOperation(reservation, GetOperationId(request), options.EventStreams.MaxOperations);
        ResponseStream results;
        try
        {
            results = await executor.StreamAsync(request, operation.CancellationToken);
        }
        catch (OperationCanceledException) when (operation.CancellationToken.IsCancellationRequested)
        {
            operation.Dispose();
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }
        catch
        {
            operation.Dispose();
            throw;
        }

        if (results.Single is { Kind: not OperationResultKind.Executed } requestError)
        {
            operation.Dispose();
            await JsonResponse.WriteAsync(context, format, requestError, options);
            return;
        }
        _ = DeliverAsync(reservation, operation, results);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private async Task DeliverAsync(Reservation reservation, ActiveOperation operation, ResponseStream results)
    {
        using var disposeOperation = operation;
        try
        {
            await reservation.DeliverAsync(operation, results);
        }
        catch (Exception exception)
        {
            // Without the event `complete` the client would wait forever. End the connection, so that the client retries.
            LogFailure(exception);
            reservation.End();
        }
    }

    private static Task CancelOperation(HttpContext context, Reservation reservation)
    {
        var id = context.Request.Query[OperationId] is [{ Length: > 0 } only] ? only : throw new RejectedException(Rejection.BadRequest($"The operation id is missing. Send it in the URL parameter `{OperationId}`."));
        reservation.Operations.Cancel(id);
        context.Response.StatusCode = StatusCodes.Status200OK;
        return Task.CompletedTask;
    }

    private static ActiveOperation StartOperation(Reservation reservation, string id, int limit)
    {
        var rejection = reservation.Operations.TryStart(id, out var operation) switch
        {
            Admission.DuplicateId => Rejection.StreamConflict("An operation with this id is already in flight. Use another id."),
            Admission.LimitReached => Rejection.TooManyOperations(limit),
            Admission.Closed => Rejection.NotFound("The event stream with this token has ended."),
            _ => null,
        };
        return rejection is null ? operation! : throw new RejectedException(rejection);
    }

    private static string GetOperationId(OperationRequest request) =>
        request.Extensions is { } extensions && extensions.TryGetProperty(OperationId, out var id) && id is { ValueKind: JsonValueKind.String } && id.GetString() is { Length: > 0 } text
            ? text
            : throw new RejectedException(Rejection.BadRequest($"The operation id is missing. Send a unique id in `extensions.{OperationId}`."));

    private static string? GetToken(HttpRequest request) =>
        request.Headers[TokenHeader] is [{ Length: > 0 } header] ? header
        : request.Query[TokenParameter] is [{ Length: > 0 } parameter] ? parameter
        : null;

    [LoggerMessage(LogLevel.Error, "An operation on an event stream failed unexpectedly.")]
    private partial void LogFailure(Exception exception);
}
