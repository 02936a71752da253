using System.Reflection;
using System.Text.Json.Nodes;
using PortfolioGraph.Upstream.V4;
using PortfolioGraph.Upstream.V5;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Requests;

/// <summary>Every request of the clients conforms to the vendor's documents. The tests find the clients' methods by reflection, so new methods are covered too.</summary>
public sealed class OpenApiTests
{
    private const string PublicPrefix = "/portfolio";

    [FactWhenShared]
    public async Task IV4PortfolioClient_Should_SendOnlyDeclaredRequests_When_EveryMethodIsCalled()
    {
        using var harness = new UpstreamHarness();
        var document = new OpenApiRequestValidator(JsonNode.Parse(SharedFolder.Read("openapi-v4.json"))!);

        await ShouldSendOnlyDeclaredRequestsAsync(harness, harness.V4, typeof(IV4PortfolioClient), document);
    }

    [FactWhenShared]
    public async Task IV5PortfolioClient_Should_SendOnlyDeclaredRequests_When_EveryMethodIsCalled()
    {
        using var harness = new UpstreamHarness();
        var document = new OpenApiRequestValidator(JsonNode.Parse(SharedFolder.Read("openapi-v5.json"))!);

        await ShouldSendOnlyDeclaredRequestsAsync(harness, harness.V5, typeof(IV5PortfolioClient), document);
    }

    [Theory]
    [InlineData("/p/list?address=0123456789", "no such path")]
    [InlineData("/p/rows", "address: required")]
    [InlineData("/p/rows?address=012345678", "is not a valid string")]
    [InlineData("/p/rows?address=0123456789&address=short", "is not a valid string")]
    [InlineData("/p/rows?address=0123456789&range=all", "not in the enum")]
    [InlineData("/p/rows?address=0123456789&chain=", "fits none")]
    [InlineData("/p/rows?address=0123456789&chain=1&chain=2", "repeated")]
    [InlineData("/p/rows?address=0123456789&fresh=True", "is not a valid boolean")]
    [InlineData("/p/rows?address=0123456789&other=1", "not declared")]
    [InlineData("/p/rows?address=0123456789&address=abcdefghij&range=1day&chain=1&fresh=true", null)]
    public void FindErrors_Should_ReportTheError_When_TheRequestHasOne(string request, string? error)
    {
        var document = new OpenApiRequestValidator(JsonNode.Parse("""
            {"components":{"schemas":{"Range":{"type":"string","enum":["1day"]}}},
             "paths":{"/p/rows":{"get":{"parameters":[
               {"in":"query","name":"address","required":true,"schema":{"type":"array","items":{"type":"string","minLength":10,"maxLength":10}}},
               {"in":"query","name":"range","schema":{"$ref":"#/components/schemas/Range"}},
               {"in":"query","name":"chain","schema":{"anyOf":[{"type":"integer"},{"type":"null"}]}},
               {"in":"query","name":"fresh","schema":{"type":"boolean"}},
               {"in":"header","name":"authorization","required":false,"schema":{"type":"string"}}]}}}}
            """)!);

        var errors = document.FindErrors(request);

        if (error is null)
            errors.ShouldBeEmpty();
        else
            errors.ShouldHaveSingleItem().ShouldContain(error);
    }

    private static async Task ShouldSendOnlyDeclaredRequestsAsync(UpstreamHarness harness, object client, Type clientType, OpenApiRequestValidator document)
    {
        var methods = clientType.GetMethods();
        foreach (var path in document.Paths)
            harness.Stub.Returns(path, "[]");

        foreach (var method in methods)
        {
            foreach (var arguments in Combinations(method.GetParameters().Select(Choices)))
                await (Task)method.Invoke(client, [.. arguments])!;
        }

        var requests = harness.Stub.Requests.Select(request => request.PathAndQuery).Distinct().ToList();
        requests.SelectMany(request => document.FindErrors(request[PublicPrefix.Length..]).Select(error => $"{request}: {error}")).ShouldBeEmpty();
        requests.Select(request => request.Split('?')[0]).Distinct().Count().ShouldBe(methods.Length);
        requests.Select(request => request.Split('?')[0][PublicPrefix.Length..]).Distinct().ShouldBe(document.Paths, ignoreOrder: true);
    }

    private static IEnumerable<object?> Choices(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(AddressQuery))
            return [One, new AddressQuery([Vitalik, Other], 1313161554)];
        if (parameter.ParameterType == typeof(UpstreamCallOptions))
            return [default(UpstreamCallOptions), new UpstreamCallOptions(BypassCache: true)];
        if (parameter.ParameterType == typeof(WireTimeRange))
            return Enum.GetValues<WireTimeRange>().Cast<object>();
        if (parameter.ParameterType == typeof(DateTimeOffset?))
            return [null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(uint.MaxValue)];
        if (parameter.ParameterType == typeof(bool))
            return [true, false];
        if (parameter.ParameterType == typeof(CancellationToken))
            return [CancellationToken.None];
        throw new NotSupportedException($"Add the values of {parameter} to this method.");
    }

    private static IEnumerable<IEnumerable<object?>> Combinations(IEnumerable<IEnumerable<object?>> choices) =>
        choices.Aggregate<IEnumerable<object?>, IEnumerable<IEnumerable<object?>>>([[]], (all, next) => all.SelectMany(_ => next, (start, item) => start.Append(item)));
}
