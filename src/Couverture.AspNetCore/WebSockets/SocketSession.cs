using System.Net.WebSockets;
using System.Text.Json;
using Couverture.AspNetCore.Http;
using Couverture.AspNetCore.Streaming;
using Couverture.AspNetCore.Subscriptions;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Couverture.AspNetCore.WebSockets;

/// <summary>One socket that speaks <c>graphql-transport-ws</c>, from its handshake to its end.</summary>
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
    private readonly CancellationTokenSource _over = new();
    private volatile bool _isInitialised;
    private volatile bool _isHeard;

    ISocketConnection ISocketSession.Connection => this;

    HttpContext ISocketConnection.HttpContext => context;

    public async Task RunAsync()
    {
        var watching = WatchAsync(_over.Token);
        try
        {
            await ReceiveAsync();
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The connection is lost, or was cut.
        }
        catch (Exception exception)
        {
            LogFailure(exception);
            await connection.CloseAsync(SocketCloseCode.InternalServerError, "Internal server error");
        }
        finally
        {
            await _over.CancelAsync();
            await _operations.EndAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _over.Dispose();

    private async Task ReceiveAsync()
    {
        while (!connection.IsClosing)
        {
            try
            {
                var (received, message) = await reader.ReadAsync(static utf8 => SocketMessage.Parse(utf8.Span), context.RequestAborted);
                _isHeard = true;
                await (received switch
                {
                    Received.Close => connection.CloseAsync(SocketCloseCode.NormalClosure, ""),
                    Received.TooMuch => connection.CloseAsync(SocketCloseCode.MessageTooBig, "The message is too large"),
                    Received.Binary => connection.CloseAsync(SocketCloseCode.InvalidMessage, "The message is not text"),
                    _ => HandleAsync(message!),
                });
                if (received is Received.Close)
                    return;
            }
            catch (RejectedException exception)
            {
                await connection.CloseAsync(SocketCloseCode.InvalidMessage, exception.Message);
            }
            catch (WebSocketException) when (connection.IsClosed && !context.RequestAborted.IsCancellationRequested)
            {
                // The client was told what is wrong with its frames, and gets the time to read it.
                await connection.CloseAsync(SocketCloseCode.ProtocolError, "");
            }
        }

        await reader.DrainAsync(context.RequestAborted);
    }

    private Task HandleAsync(SocketMessage message) => message.Type switch
    {
        "connection_init" => InitialiseAsync(message.ObjectPayload()),
        "ping" => PongAsync(message.ObjectPayload()),
        "pong" => Task.FromResult(message.ObjectPayload()),
        "subscribe" => SubscribeAsync(message),
        "complete" => EndOperation(message.RequiredId()),
        _ => throw SocketMessage.Invalid("The message has a type that no client sends"),
    };

    private async Task InitialiseAsync(JsonElement? payload)
    {
        if (_isInitialised)
        {
            await connection.CloseAsync(SocketCloseCode.TooManyInitialisations, "Too many initialisation requests");
            return;
        }
        _isInitialised = true;
        var status = await interceptor.OnConnectAsync(this, new MessagePayload(payload), context.RequestAborted);
        await (status.Accepted ? connection.SendAsync(Acknowledgement, _over.Token) : connection.CloseAsync(SocketCloseCode.Forbidden, status.Message));
    }

    private Task PongAsync(JsonElement? payload) =>
        connection.SendAsync(
            SocketMessage.Write("pong", payload: payload is { } given ? output => Write(output, given) : null),
            _over.Token);

    private Task EndOperation(string id)
    {
        _operations.Cancel(id);
        return Task.CompletedTask;
    }

    private Task SubscribeAsync(SocketMessage message)
    {
        var id = message.RequiredId();
        if (!_isInitialised)
            return connection.CloseAsync(SocketCloseCode.Unauthorized, "Unauthorized");
        var request = RequestParameters.FromJson(message.Payload ?? throw SocketMessage.Invalid("The message has no payload"), "The payload");
        switch (_operations.TryBegin(id, out var operation))
        {
            case Admission.Begun:
                _ = RunAsync(operation!, request);
                return Task.CompletedTask;
            case Admission.NameTaken:
                return connection.CloseAsync(SocketCloseCode.SubscriberExists, $"Subscriber for {id} already exists");
            case Admission.TooMany:
                var error = ErrorBuilder.New().SetMessage(Rejection.TooManyOperations(options.MaxOperations).Message).SetCode(ErrorCodes.LimitExceeded).Build();
                return connection.SendAsync(SocketMessage.Write("error", id, OperationResult.RequestError(error).WriteErrorsTo), _over.Token);
            default:
                return Task.CompletedTask;
        }
    }

    private async Task RunAsync(ActiveOperation operation, OperationRequest request)
    {
        using var ending = operation;
        // The socket goes on reading while the operation runs.
        await Task.Yield();
        try
        {
            await AnswerAsync(operation, OperationRequestBuilder.From(request));
        }
        catch (Exception exception) when (exception is WebSocketException || operation.Unwanted.IsCancellationRequested || context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the rest.
        }
        catch (Exception exception)
        {
            LogFailure(exception);
            await connection.CloseAsync(SocketCloseCode.InternalServerError, "Internal server error");
        }
    }

    private async Task AnswerAsync(ActiveOperation operation, OperationRequestBuilder request)
    {
        try
        {
            await interceptor.OnRequestAsync(this, operation.Id, request, operation.Unwanted);
        }
        catch (GraphQLException exception)
        {
            await RefuseAsync(operation, OperationResult.RequestError(exception.Errors));
            return;
        }

        await using var results = await executor.StreamAsync(request.Build(), operation.Unwanted);
        await foreach (var result in results.WithCancellation(operation.Unwanted))
        {
            if (result.Kind is not OperationResultKind.Executed)
            {
                await RefuseAsync(operation, result);
                return;
            }
            await connection.SendAsync(SocketMessage.Write("next", operation.Id, result.WriteTo), operation.Unwanted);
        }
        operation.Release();
        await connection.SendAsync(SocketMessage.Write("complete", operation.Id), operation.Unwanted);
    }

    private Task RefuseAsync(ActiveOperation operation, OperationResult refused)
    {
        operation.Release();
        return connection.SendAsync(SocketMessage.Write("error", operation.Id, refused.WriteErrorsTo), operation.Unwanted);
    }

    /// <summary>Ends the socket of a client that does not begin in time, or is not there any more.</summary>
    private async Task WatchAsync(CancellationToken over)
    {
        await Task.Delay(options.ConnectionInitializationTimeout, time, over);
        if (!_isInitialised)
        {
            await connection.CloseAsync(SocketCloseCode.InitialisationTimeout, "Connection initialisation timeout");
            return;
        }
        while (options.KeepAliveInterval is { } interval)
        {
            _isHeard = false;
            var pinging = connection.SendAsync(Ping, over);
            await Task.Delay(interval, time, over);
            if (_isHeard && pinging.IsCompleted)
                continue;
            connection.Abort();
            await pinging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
