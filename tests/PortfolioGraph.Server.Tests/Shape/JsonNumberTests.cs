using System.Globalization;
using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Server.Types.Scalars;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>JavaScript and other clients parse JSON numbers as double-precision numbers. No number of a response changes by that.</summary>
public sealed class JsonNumberTests
{
    private const string Query = """
        query($address: Address!) {
          wallet(address: $address) {
            valueUsd
            profitAndLoss { absoluteUsd roi }
            chart(range: ONE_MONTH) { points { valueUsd } changeUsd changeRatio }
            breakdown {
              totalUsd assetsUsd debtsUsd claimableUsd lockedUsd unexplainedUsd
              byChain { valueUsd share } byCategory { valueUsd share } byProtocol { valueUsd share }
            }
            chains { valueUsd share profitAndLoss { absoluteUsd roi } tokens(first: 500) { nodes { valueUsd share } } }
            tokens(first: 500, includeClosed: true) { nodes { priceUsd valueUsd share profitAndLoss { absoluteUsd roi } } }
            positions(first: 500, includeClosed: true) {
              nodes {
                valueUsd share
                underlying { priceUsd valueUsd }
                rewards { priceUsd valueUsd }
                profitAndLoss { absoluteUsd roi }
                economics { weightedApr rewardsUsd claimedFeesUsd unclaimedFeesUsd impermanentLossUsd }
              }
            }
          }
        }
        """;

    public static TheoryData<string> Personas => [.. SandboxPersonas.All.Select(static persona => persona.Name)];

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task Number_Should_KeepItsValue_When_AClientParsesItAsADouble(string persona)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(Query, new { address = SandboxPersonas.All.Single(known => known.Name == persona).Address });

        var numbers = NumbersIn(response.ShouldHaveNoErrors().Body.GetProperty("data")).ToList();
        numbers.ShouldNotBeEmpty();
        numbers.Where(static number => Printed(double.Parse(number, CultureInfo.InvariantCulture)) != Number(number)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Share_Should_Have15Digits_When_TheDivisionDoesNotEnd()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(Query, new { address = SandboxPersonas.Whale });

        var shares = response.ShouldHaveNoErrors()["wallet.tokens.nodes"].EnumerateArray().Select(static token => token.GetProperty("share").GetRawText()).ToList();
        shares.Max(static share => share.TrimStart('-', '0', '.').Length).ShouldBe(15);
    }

    [Fact]
    public void Decimal_Should_BeRounded_When_ADoubleWouldChangeIt()
    {
        var scalar = new JsonDecimalType();

        scalar.TrySerialize(9_007_199_254_740_993.25m, out var changed).ShouldBeTrue();
        scalar.TrySerialize(271406.4971m, out var preserved).ShouldBeTrue();

        changed.ShouldBe(9_007_199_254_740_990m);
        preserved.ShouldBe(271406.4971m);
    }

    [Fact]
    public async Task ExactValueUsd_Should_BeTheValueAsText_When_ItIsRequestedBesideTheValue()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            """
            query($address: Address!) {
              wallet(address: $address) {
                valueUsd exactValueUsd
                chains { valueUsd exactValueUsd }
                tokens { nodes { valueUsd exactValueUsd } }
                positions { nodes { valueUsd exactValueUsd } }
              }
            }
            """,
            new { address = SandboxPersonas.Junk });

        var wallet = response.ShouldHaveNoErrors()["wallet"];
        JsonElement[] all = [wallet, .. wallet.GetProperty("chains").EnumerateArray(), .. response["wallet.tokens.nodes"].EnumerateArray(), .. response["wallet.positions.nodes"].EnumerateArray()];
        all.Select(static item => item.GetProperty("exactValueUsd").GetString()).ShouldBe(all.Select(static item => item.GetProperty("valueUsd") is { ValueKind: JsonValueKind.Number } value ? value.GetRawText() : null));
        all.ShouldContain(static item => item.GetProperty("exactValueUsd").ValueKind == JsonValueKind.Null);
        graph.Calls.ShouldBe(await CallsAsync("valueUsd chains { valueUsd } tokens { nodes { valueUsd } } positions { nodes { valueUsd } }"), ignoreOrder: true);
    }

    private static async Task<IReadOnlyList<string>> CallsAsync(string selection)
    {
        await using var graph = await GraphServer.StartAsync();
        (await graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ {selection} }} }}", new { address = SandboxPersonas.Junk })).ShouldHaveNoErrors();
        return graph.Calls;
    }

    private static IEnumerable<string> NumbersIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => [value.GetRawText()],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(NumbersIn),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(static property => NumbersIn(property.Value)),
        _ => [],
    };

    private static decimal Printed(double number) => Number(number.ToString("R", CultureInfo.InvariantCulture));

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
