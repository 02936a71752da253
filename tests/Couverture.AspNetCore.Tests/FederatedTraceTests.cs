using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

/// <summary>The header <c>apollo-federation-include-trace</c>. The tests of the engine check what a trace contains.</summary>
public sealed class FederatedTraceTests
{
    private const string Header = "apollo-federation-include-trace";

    [Fact]
    public async Task Vary_Should_NameTheHeader_When_AGetCanBeTraced()
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { EnableFederatedTracing = true });

        (await host.Client.GetResponseAsync(Get("/graphql?query=%7Bhello%7D"))).Headers.Vary.ShouldBe(["Accept", Header]);
    }

    [Theory]
    [InlineData(true, "ftv1", true)]
    [InlineData(true, "FTV1", true)]
    [InlineData(true, "ftv2", false)]
    [InlineData(true, "", false)]
    [InlineData(true, null, false)]
    [InlineData(false, "ftv1", false)]
    public async Task Response_Should_HaveATrace_When_TheHostAllowsItAndTheHeaderRequestsIt(bool isEnabled, string? value, bool isTraced)
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { EnableFederatedTracing = isEnabled, EnableBatching = true });
        foreach (var request in new[]
        {
            Post("""{"query":"{ hello }"}"""), Get("/graphql?query=%7Bhello%7D"), Post("""{"query":"{ hello }"}""", "multipart/mixed, application/json"),
            Post("""[{"query":"{ hello }"}]"""), Post("""{"query":"{ unknown }"}"""),
        })
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(Header, value);
            var response = await host.Client.GetResponseAsync(request);

            using var result = JsonDocument.Parse(response.Body.TrimStart('[').TrimEnd(']'));
            if (isTraced)
                Convert.FromBase64String(result.RootElement.GetProperty("extensions").GetProperty("ftv1").GetString()!).ShouldNotBeEmpty();
            else
                result.RootElement.TryGetProperty("extensions", out _).ShouldBeFalse();
        }
    }
}
