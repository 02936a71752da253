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
/// The HTTP endpoint on a loopback port: every body is answered by a GraphQL result with a status that such a result may have, never by a
/// fault of the server, and after each an ordinary query is answered.
/// </summary>
internal sealed class HttpTarget : MutationTarget
{
    private const string Ordinary = """{"query":"{ hello }"}""";
    private const string Greeting = """{"data":{"hello":"Hello world"}}""";
    private static readonly string[] Accepted = ["application/graphql-response+json", "application/json"];

    private readonly WebApplication _application;
    private readonly HttpClient _client;
    private int _asked;

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
            Ordinary,
            """{"query":"query A($name: String) { hello(name: $name) __typename }","operationName":"A","variables":{"name":"\u00e4\ud83d\udca9"},"extensions":{"a":[1,2.5e3]}}""",
            """{"query":"query($list: [[Int]], $on: Boolean! = true) { sum(of: $list) @include(if: $on) ...F } fragment F on Query { a: hello b: fails }","variables":{"list":[[1,null],[2]],"on":false}}""",
            """{"query":"mutation { touch }","variables":null,"operationName":null}""",
            """{"query":"{ __schema { types { name fields { name type { name } } } } }"}""",
            """{"query":"{ hello(name: \"\"\"block\"\"\") }" , "more" : { } }""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public override IReadOnlyList<string> Pieces { get; } =
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

    public override async ValueTask<bool> TakesAsync(byte[] input)
    {
        var accept = Accepted[_asked++ % Accepted.Length];
        var (status, type, body) = await AskAsync(input, accept);
        Hold(type == accept, $"{type} is answered.");
        var isRun = IsRun(body);
        Hold(status == (isRun || accept == Accepted[1] ? 200 : 400) || (status == 400 && !isRun), $"The status is {status}: {body}");
        Hold(await AskAsync(Encoding.UTF8.GetBytes(Ordinary), accept) == (200, accept, Greeting), "An ordinary query is not answered any more.");
        return isRun;
    }

    public override async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.DisposeAsync();
        await base.DisposeAsync();
    }

    private static bool IsRun(string body)
    {
        using var json = JsonDocument.Parse(body);
        var isRun = json.RootElement.TryGetProperty("data", out _);
        Hold(isRun || json.RootElement.GetProperty("errors").GetArrayLength() > 0, $"It is neither run nor refused: {body}");
        if (json.RootElement.TryGetProperty("errors", out var errors))
        {
            Hold(errors.EnumerateArray().All(error => error.GetProperty("message").GetString() is { Length: > 0 }), $"An error says nothing: {body}");
            Hold(
                errors.EnumerateArray().All(error => error.GetProperty("extensions").GetProperty("code").GetString() != ErrorCodes.Internal),
                $"It is a fault of the server: {body}");
        }

        return isRun;
    }

    private async Task<(int Status, string? Type, string Body)> AskAsync(byte[] body, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
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
