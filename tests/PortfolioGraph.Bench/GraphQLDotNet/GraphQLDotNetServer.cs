using System.Collections.Concurrent;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Transport;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Http;
using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.GraphQLDotNet;

/// <summary>
/// The scenarios' part of the graph in GraphQL.NET: a minimal endpoint, documents parsed and validated once, loaders for each request, responses read by generated code.
/// </summary>
internal sealed class GraphQLDotNetServer(Uri upstream) : IDisposable
{
    private static readonly IValidationRule[] NoRules = [];

    private readonly PeerUpstream _upstream = new(upstream);
    private readonly ISchema _schema = new PortfolioSchema();
    private readonly DocumentExecuter _executer = new();
    private readonly GraphQLSerializer _serializer = new();
    // GraphQL.NET's own cache is a package of its own. It does the same: a document that was valid once needs no validation again.
    private readonly ConcurrentDictionary<string, GraphQLDocument> _documents = new();

    /// <summary>Serves until the process ends.</summary>
    public Task RunAsync(int port, CancellationToken ct)
    {
        _schema.Initialize();
        return BareHost.RunAsync(port, HandleAsync, ct);
    }

    public void Dispose()
    {
        _upstream.Dispose();
        (_schema as IDisposable)?.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = (await _serializer.ReadAsync<GraphQLRequest>(context.Request.Body, context.RequestAborted))!;
        var options = new ExecutionOptions
        {
            Schema = _schema,
            Query = request.Query,
            OperationName = request.OperationName,
            Variables = request.Variables,
            UserContext = new RequestLoaders(_upstream),
            CancellationToken = context.RequestAborted,
        };
        if (_documents.TryGetValue(request.Query!, out var document))
            (options.Document, options.ValidationRules) = (document, NoRules);

        var result = await _executer.ExecuteAsync(options);
        if (document is null && result is { Executed: true, Document: not null })
            _documents.TryAdd(request.Query!, result.Document);
        context.Response.ContentType = "application/graphql-response+json";
        await _serializer.WriteAsync(context.Response.Body, result, context.RequestAborted);
    }
}
