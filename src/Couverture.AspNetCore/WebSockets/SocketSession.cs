using System.Net.WebSockets;
using System.Text.Json;
using Couverture.AspNetCore.Http;
using Couverture.AspNetCore.Streaming;
using Couverture.AspNetCore.Subscriptions;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Couverture.AspNetCore.WebSockets;

/// <summary>A session of the <c>graphql-transport-ws</c> protocol, from its handshake to its close.</summary>
internal sealed partial class SocketSession(
    HttpContext context,
    SocketReader reader,
    SocketConnection connection,
    IRequestExecutor executor,
    ISocketSessionInterceptor interceptor,
    GraphQLSocketOptions options,
    TimeProvider time,
    ILogger logger) : ISocketSession, ISocketConnection, IDisposable
{
    public const string Protocol = "graphql-transport-ws";

    private static readonly ReadOnlyMemory<byte> Acknowledgement = SocketMessage.Write("connection_ack");
    private static readonly ReadOnlyMemory<byte> Ping = SocketMessage.Write("ping");

    private readonly ActiveOperations _operations = new(options.MaxOperations);
    private readonly CancellationTokenSource _sessionEnded = new();
    private volatile bool _isInitialized;
    private volatile bool _receivedSincePing;

    ISocketConnection ISocketSession.Connection => this;

    HttpContext ISocketConnection.HttpContext => context;

    public async Task RunAsync()
    {
        var monitoring = MonitorConnectionAsync(_sessionEnded.Token);
        try
        {
            await ReceiveAsync();
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The connection was lost or aborted.
        }
        catch (Exception exception)
        {
            LogFailure(exception);
            await connection.CloseAsync(SocketCloseCode.InternalServerError, "Internal server error");
        }
        finally
        {
            await _sessionEnded.CancelAsync();
            await _operations.CancelAllAsync();
            await monitoring.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _sessionEnded.Dispose();

    private async Task ReceiveAsync()
    {
        while (!connection.IsClosing)
        {
            try
            {
                var (received, message) = await reader.ReadAsync(static utf8 => SocketMessage.Parse(utf8.Span), context.RequestAborted);
                _receivedSincePing = true;
                await (received switch
                {
                    ReceivedKind.Close => connection.CloseAsync(SocketCloseCode.NormalClosure, ""),
                    ReceivedKind.TooLarge => connection.CloseAsync(SocketCloseCode.MessageTooBig, "The message is too large"),
                    ReceivedKind.Binary => connection.CloseAsync(SocketCloseCode.InvalidMessage, "The message is not text"),
                    _ => HandleAsync(message!),
                });
                if (received is ReceivedKind.Close)
                    return;
            }
            catch (RejectedException exception)
            {
                await connection.CloseAsync(SocketCloseCode.InvalidMessage, exception.Message);
            }
            catch (WebSocketException) when (connection.IsClosed && !context.RequestAborted.IsCancellationRequested)
            {
                // The runtime has closed its side with the reason. Give the client time to read it.
                await connection.CloseAsync(SocketCloseCode.ProtocolError, "");
            }
        }

        await reader.DrainAsync(context.RequestAborted);
    }

    private Task HandleAsync(SocketMessage message) => message.Type switch
    {
        "connection_init" => InitializeAsync(message.ObjectPayload()),
        "ping" => PongAsync(message.ObjectPayload()),
        "pong" => Task.FromResult(message.ObjectPayload()),
        "subscribe" => SubscribeAsync(message),
        "complete" => CancelOperation(message.RequiredId()),
        _ => throw SocketMessage.InvalidMessage("The message type is unknown"),
    };

    private async Task InitializeAsync(JsonElement? payload)
    {
        if (_isInitialized)
        {
            await connection.CloseAsync(SocketCloseCode.TooManyInitializations, "Too many initialisation requests");
            return;
        }
        _isInitialized = true;
        var status = await interceptor.OnConnectAsync(this, new MessagePayload(payload), context.RequestAborted);
        await (status.Accepted ? connection.SendAsync(Acknowledgement, _sessionEnded.Token) : connection.CloseAsync(SocketCloseCode.Forbidden, status.Message));
    }

    private Task PongAsync(JsonElement? payload) =>
        connection.SendAsync(
            SocketMessage.Write("pong", payload: payload is { } given ? output => Write(output, given) : null),
            _sessionEnded.Token);

    private Task CancelOperation(string id)
    {
        _operations.Cancel(id);
        return Task.CompletedTask;
    }

    private Task SubscribeAsync(SocketMessage message)
    {
        var id = message.RequiredId();
        if (!_isInitialized)
            return connection.CloseAsync(SocketCloseCode.Unauthorized, "Unauthorized");
        var request = RequestParameters.FromJson(message.Payload ?? throw SocketMessage.InvalidMessage("The message has no payload"), "The payload");
        switch (_operations.TryStart(id, out var operation))
        {
            case Admission.Started:
                _ = RunAsync(operation!, request);
                return Task.CompletedTask;
            case Admission.DuplicateId:
                return connection.CloseAsync(SocketCloseCode.SubscriberExists, $"Subscriber for {id} already exists");
            case Admission.LimitReached:
                var error = ErrorBuilder.New().SetMessage(Rejection.TooManyOperations(options.MaxOperations).Message).SetCode(ErrorCodes.LimitExceeded).Build();
                return connection.SendAsync(SocketMessage.Write("error", id, OperationResult.RequestError(error).WriteErrorsTo), _sessionEnded.Token);
            default:
                return Task.CompletedTask;
        }
    }

    private async Task RunAsync(ActiveOperation operation, OperationRequest request)
    {
        using var disposeOperation = operation;
        // Yield, so that the socket continues reading while the operation runs.
        await Task.Yield();
        try
        {
            await ExecuteAsync(operation, OperationRequestBuilder.From(request));
        }
        catch (Exception exception) when (exception is WebSocketException || operation.CancellationToken.IsCancellationRequested || context.RequestAborted.IsCancellationRequested)
        {
            // The operation was cancelled or the connection was lost, so the remaining results are dropped.
        }
        catch (Exception exception)
        {
            LogFailure(exception);
            await connection.CloseAsync(SocketCloseCode.InternalServerError, "Internal server error");
        }
    }

    private async Task ExecuteAsync(ActiveOperation operation, OperationRequestBuilder request)
    {
        try
        {
            await interceptor.OnRequestAsync(this, operation.Id, request, operation.CancellationToken);
        }
        catch (GraphQLException exception)
        {
            await SendErrorAsync(operation, OperationResult.RequestError(exception.Errors));
            return;
        }

        await using var results = await executor.StreamAsync(request.Build(), operation.CancellationToken);
        await foreach (var result in results.WithCancellation(operation.CancellationToken))
        {
            if (result.Kind is not OperationResultKind.Executed)
            {
                await SendErrorAsync(operation, result);
                return;
            }
            await connection.SendAsync(SocketMessage.Write("next", operation.Id, result.WriteTo), operation.CancellationToken);
        }
        operation.ReleaseId();
        await connection.SendAsync(SocketMessage.Write("complete", operation.Id), operation.CancellationToken);
    }

    private Task SendErrorAsync(ActiveOperation operation, OperationResult requestError)
    {
        operation.ReleaseId();
        return connection.SendAsync(SocketMessage.Write("error", operation.Id, requestError.WriteErrorsTo), operation.CancellationToken);
    }

    /// <summary>Closes the socket if the client does not initialize in time, and aborts it if the client stops responding.</summary>
    private async Task MonitorConnectionAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(options.ConnectionInitializationTimeout, time, cancellationToken);
        if (!_isInitialized)
        {
            await connection.CloseAsync(SocketCloseCode.InitializationTimeout, "Connection initialisation timeout");
            return;
        }
        while (options.KeepAliveInterval is { } interval)
        {
            _receivedSincePing = false;
            var sendingPing = connection.SendAsync(Ping, cancellationToken);
            await Task.Delay(interval, time, cancellationToken);
            if (_receivedSincePing && sendingPing.IsCompleted)
                continue;
            connection.Abort();
            await sendingPing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
    }

    private static void Write(System.Buffers.IBufferWriter<byte> output, JsonElement value)
    {
        using var writer = new Utf8JsonWriter(output);
        value.WriteTo(writer);
    }

    [LoggerMessage(LogLevel.Error, "A WebSocket failed unexpectedly.")]
    private partial void LogFailure(Exception exception);
}
