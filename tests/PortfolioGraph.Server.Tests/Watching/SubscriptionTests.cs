using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Watching;

/// <summary>The subscription <c>portfolioChanged</c>: its events, the requests that it rejects, and how it ends.</summary>
public sealed class SubscriptionTests
{
    private const string Changes = "subscription($addresses: [Address!]!) { portfolioChanged(addresses: $addresses) { valueUsd previousValueUsd changeUsd } }";
    private const string First = "0x00a1bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private const string Second = "0x01a1bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    [Fact]
    public async Task PortfolioChanged_Should_SendTheValueAndEachChange_When_Subscribed()
    {
        await using var graph = await WatchedGraph.StartAsync();
        await using var events = await graph.SubscribeAsync(
            """
            subscription($addresses: [Address!]!) {
              portfolioChanged(addresses: $addresses) {
                valueUsd previousValueUsd changeUsd time
                portfolio { valueUsd wallets { address valueUsd } }
              }
            }
            """,
            new { addresses = new[] { Second, First, Second } });

        var first = await events.NextAsync();
        graph.ValueUsd = 90;
        var next = events.NextAsync();
        await graph.Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(60));
        var change = await next;

        first.ToString().ShouldBe(Event("200", "null", "null", "2025-07-01T12:00:00.000Z", "100"));
        change.ToString().ShouldBe(Event("180", "200", "-20", "2025-07-01T12:01:00.000Z", "90"));
        graph.Upstream.Requests.Count.ShouldBe(2, "the nested selections use the data of the poll");

        // Events have no extensions.
        static string Event(string value, string previous, string change, string time, string each) => Compact(
            $$"""
            {"data": {"portfolioChanged": {
              "valueUsd": {{value}}, "previousValueUsd": {{previous}}, "changeUsd": {{change}}, "time": "{{time}}",
              "portfolio": {"valueUsd": {{value}}, "wallets": [
                {"address": "{{Checksummed(Second)}}", "valueUsd": {{each}} },
                {"address": "{{Checksummed(First)}}", "valueUsd": {{each}} } ] } } } }
            """);
    }

    [Fact]
    public async Task PortfolioChanged_Should_Continue_When_ANestedFieldFails()
    {
        await using var graph = await WatchedGraph.StartAsync();
        graph.Upstream.ReturnsStatus("v4/general/profit_and_loss", HttpStatusCode.UnprocessableEntity);
        await using var events = await graph.SubscribeAsync(
            "subscription($addresses: [Address!]!) { portfolioChanged(addresses: $addresses) { valueUsd portfolio { profitAndLoss { roi } } } }",
            new { addresses = new[] { First } });

        var first = await events.NextAsync();
        graph.Upstream.Returns("v4/general/profit_and_loss", """{"result":[{"chain_id":null,"abs_profit_usd":1,"roi":0.5}],"meta":null}""");
        graph.ValueUsd = 110;
        var next = events.NextAsync();
        await graph.Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(60));
        var second = await next;

        Codes(first).ShouldBe(["UPSTREAM_REFUSED"]);
        first.GetProperty("data").GetProperty("portfolioChanged").GetProperty("valueUsd").GetDecimal().ShouldBe(100);
        second.ToString().ShouldBe("""{"data":{"portfolioChanged":{"valueUsd":110,"portfolio":{"profitAndLoss":{"roi":0.5}}}}}""");
    }

    [Theory]
    [InlineData(0, "NO_ADDRESSES")]
    [InlineData(11, "TOO_MANY_ADDRESSES")]
    public async Task PortfolioChanged_Should_BeRejected_When_TheNumberOfAddressesIsInvalid(int count, string code)
    {
        await using var graph = await WatchedGraph.StartAsync();

        await using var events = await graph.SubscribeAsync(Changes, new { addresses = Wallets.Some(count) });

        var response = events.RequestError.ShouldNotBeNull();
        Codes(response).ShouldBe([code]);
        response.GetProperty("errors")[0].GetProperty("path")[0].GetString().ShouldBe("portfolioChanged");
        response.GetProperty("errors")[0].GetProperty("message").GetString()!.ShouldContain("`portfolioChanged`");
        graph.Upstream.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task PortfolioChanged_Should_BeRejected_When_AnAddressIsInvalid()
    {
        await using var graph = await WatchedGraph.StartAsync();

        await using var events = await graph.SubscribeAsync(Changes, new { addresses = new[] { "0x12" } });

        Codes(events.RequestError.ShouldNotBeNull()).ShouldBe(["ADDRESS_INVALID"]);
        graph.Upstream.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task PortfolioChanged_Should_BeRejected_When_TooManyPortfoliosAreWatched()
    {
        await using var graph = await WatchedGraph.StartAsync(("Watch:MaxPortfolios", "1"));
        var events = await graph.SubscribeAsync(Changes, new { addresses = new[] { First } });
        await events.NextAsync();

        await using var rejected = await graph.SubscribeAsync(Changes, new { addresses = new[] { Second } });
        await using var same = await graph.SubscribeAsync(Changes, new { addresses = new[] { First } });
        (await same.NextAsync()).ToString().ShouldBe("""{"data":{"portfolioChanged":{"valueUsd":100,"previousValueUsd":null,"changeUsd":null}}}""");
        await events.DisposeAsync();
        await same.DisposeAsync();
        await using var other = await graph.SubscribeAsync(Changes, new { addresses = new[] { Second } });

        Codes(rejected.RequestError.ShouldNotBeNull()).ShouldBe(["LIMIT_EXCEEDED"]);
        rejected.RequestError!.Value.GetProperty("errors")[0].GetProperty("extensions").GetProperty("limit").GetInt32().ShouldBe(1);
        (await other.NextAsync()).GetProperty("data").GetProperty("portfolioChanged").GetProperty("valueUsd").GetDecimal().ShouldBe(100);
    }

    [Fact]
    public async Task PortfolioChanged_Should_End_When_TheServerStops()
    {
        await using var graph = await WatchedGraph.StartAsync();
        await using var events = await graph.SubscribeAsync(Changes, new { addresses = new[] { First } });
        await events.NextAsync();
        var next = events.MoveAsync();

        graph.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        (await next).ShouldBeFalse();
    }

    private static IEnumerable<string?> Codes(JsonElement response) =>
        response.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("extensions").GetProperty("code").GetString());

    private static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    private static string Checksummed(string address) => Core.Address.TryParse(address, out var known) ? known.Value : throw new FormatException(address);
}
