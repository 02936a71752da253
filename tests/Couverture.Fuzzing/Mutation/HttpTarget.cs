using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Couverture.Language;
using Couverture.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Couverture.Fuzzing.Mutation;

/// <summary>
/// The HTTP endpoint on a loopback port. Every body must yield a GraphQL result with a status that is allowed for it, but never an internal
/// error. After each body, a control query must succeed.
/// </summary>
internal sealed class HttpTarget : MutationTarget
{
    private const string ControlQuery = """{"query":"{ hello }"}""";
    private const string ControlResult = """{"data":{"hello":"Hello world"}}""";
    private static readonly string[] AcceptedMediaTypes = ["application/graphql-response+json", "application/json"];

    private readonly WebApplication _application;
    private readonly HttpClient _client;
    private int _requestCount;

    private HttpTarget(WebApplication application)
    {
        _application = application;
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _client = new HttpClient { BaseAddress = new Uri(address) };
    }

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            ControlQuery,
            """{"query":"query A($name: String) { hello(name: $name) __typename }","operationName":"A","variables":{"name":"\u00e4\ud83d\udca9"},"extensions":{"a":[1,2.5e3]}}""",
            """{"query":"query($list: [[Int]], $on: Boolean! = true) { sum(of: $list) @include(if: $on) ...F } fragment F on Query { a: hello b: fails }","variables":{"list":[[1,null],[2]],"on":false}}""",
            """{"query":"mutation { touch }","variables":null,"operationName":null}""",
            """{"query":"{ __schema { types { name fields { name type { name } } } } }"}""",
            """{"query":"{ hello(name: \"\"\"block\"\"\") }" , "more" : { } }""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public override IReadOnlyList<string> DictionaryTokens { get; } =
    [
        "{", "}", "[", "]", ":", ",", "\"", "null", "true", "0", "1e400", "\"query\"", "\"variables\"", "\"operationName\"", "\"extensions\"", "\"\\ud800\"", "\"\\u0000\"", "\"{ hello }\"", "\"{ nope }\"", "\"{\"", "\"subscription { a }\"",
        "{\"a\":", "[[", "\"{ a { \"", "[{\"query\":\"{ hello }\"}]", "\"{ ...F } fragment F on Query { ...F }\"", "\\\"", "\\n", "// c", "\r\n",
    ];

    public static async Task<HttpTarget> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddGraphQLServer().ConfigureSchema(Declare);
        var application = builder.Build();
        application.MapGraphQL();
        await application.StartAsync();
        return new HttpTarget(application);
    }

    public override async ValueTask<bool> TryAcceptAsync(byte[] input)
    {
        var mediaType = AcceptedMediaTypes[_requestCount++ % AcceptedMediaTypes.Length];
        var (status, type, body) = await SendAsync(input, mediaType);
        Require(type == mediaType, $"The response has the media type {type}, not {mediaType}.");
        var wasExecuted = WasExecuted(body);
        Require(status == (wasExecuted || mediaType == AcceptedMediaTypes[1] ? 200 : 400) || (status == 400 && !wasExecuted), $"The status is {status}: {body}");
        Require(await SendAsync(Encoding.UTF8.GetBytes(ControlQuery), mediaType) == (200, mediaType, ControlResult), "The control query failed.");
        return wasExecuted;
    }

    public override async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
        await base.DisposeAsync();
    }

    private static bool WasExecuted(string body)
    {
        using var json = JsonDocument.Parse(body);
        var wasExecuted = json.RootElement.TryGetProperty("data", out _);
        Require(wasExecuted || json.RootElement.GetProperty("errors").GetArrayLength() > 0, $"The request was neither executed nor rejected: {body}");
        if (json.RootElement.TryGetProperty("errors", out var errors))
        {
            Require(errors.EnumerateArray().All(error => error.GetProperty("message").GetString() is { Length: > 0 }), $"An error has no message: {body}");
            Require(
                errors.EnumerateArray().All(error => error.GetProperty("extensions").GetProperty("code").GetString() != ErrorCodes.Internal),
                $"The request failed with an internal error: {body}");
        }

        return wasExecuted;
    }

    private async Task<(int Status, string? Type, string Body)> SendAsync(byte[] body, string mediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    private static void Declare(SchemaBuilder schema)
    {
        var query = schema.Root(OperationType.Query);
        query.Fields.Add(new FieldDefinition
        {
            Name = "hello",
            Type = TypeReference.Named("String"),
            Arguments = { new ArgumentDefinition { Name = "name", Type = TypeReference.Named("String") } },
            Resolver = new FieldResolver.Sync(context => $"Hello {context.Argument<string?>(0) ?? "world"}"),
        });
        query.Fields.Add(new FieldDefinition
        {
            Name = "sum",
            Type = TypeReference.Named("Int"),
            Arguments = { new ArgumentDefinition { Name = "of", Type = TypeReference.Named("Int").List().List() } },
            Resolver = new FieldResolver.Async(async context =>
            {
                await Task.Yield();
                return 1;
            }),
        });
        query.Fields.Add(new FieldDefinition
        {
            Name = "fails",
            Type = TypeReference.Named("String"),
            Resolver = new FieldResolver.Sync(_ => throw new GraphQLException(ErrorBuilder.New().SetMessage("It fails.").SetCode("FAILS").Build())),
        });
        schema.Root(OperationType.Mutation).Fields.Add(new FieldDefinition { Name = "touch", Type = TypeReference.Named("Int"), Resolver = new FieldResolver.Sync(_ => 1) });
    }
}
