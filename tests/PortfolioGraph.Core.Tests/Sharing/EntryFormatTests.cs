using System.Collections;
using System.Globalization;
using System.Text;
using PortfolioGraph.Core.Tests.Sandbox;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Core.Tests.Sharing;

/// <summary>Keys and values must survive the way to another replica with every digit.</summary>
public sealed class EntryFormatTests : SandboxFixture
{
    public static TheoryData<string> Personas => [.. SandboxPersonas.All.Select(persona => persona.Address)];

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task Values_Should_SurviveTheFormat_When_ASandboxWalletHasThem(string wallet)
    {
        var owners = Owners(wallet, SandboxPersonas.Typical);
        var scope = new Scope(owners);
        await CheckAsync(Core.Values, new ValueKey(scope, WithBreakdown: true));
        await CheckAsync(Core.Values, new ValueKey(scope.On(1)));
        await CheckAsync(Core.Tokens, new TokensKey(owners, TimeRange.OneYear, WithClosed: true));
        await CheckAsync(Core.Tokens, new TokensKey(owners, WithDecimals: true));
        await CheckAsync(Core.Positions, new PositionsKey(owners, HoldingFacets.ProfitAndLoss | HoldingFacets.Locks | HoldingFacets.Economics | HoldingFacets.Closed));
        await CheckAsync(Core.ProfitAndLoss, new ProfitAndLossKey(owners, TimeRange.OneMonth));
        await CheckAsync(Core.Charts, new ChartKey(scope.On(1), TimeRange.OneMonth));
        await CheckAsync(Core.PastHoldings, new PastHoldingsKey(owners, DateTimeOffset.UtcNow));
        await CheckAsync(Core.Reports, new ReportKey(scope, TimeRange.OneYear, IncludeClosed: true));
        await CheckAsync(Core.Compliance, new ComplianceKey(Parse(wallet)));
        await CheckAsync(Core.Status, Dataset.ServiceStatus);
    }

    [Fact]
    public async Task Catalogs_Should_SurviveTheFormat_When_TheyAreWritten()
    {
        Check((await Core.Catalog.GetChainsAsync(CancellationToken.None)).Value!);
        Check((await Core.Catalog.GetProtocolsAsync(CancellationToken.None)).Value!);
    }

    [Fact]
    public void Failures_Should_SurviveTheFormat_When_TheyAreParts()
    {
        var failure = new LoadFailure(LoadFailureKind.RateLimited, Dataset.TokenDecimals, Owners(SandboxPersonas.Typical), TimeSpan.FromSeconds(2.5));
        Check(new PositionHoldings([]) { ClosedFailure = failure });
        Check(new ProfitAndLossTable(new ProfitAndLoss(1.50m, null, TimeRange.OneDay, new Source(DataSourceState.Live, DateTimeOffset.UnixEpoch)) { RoiFailure = failure }, new Dictionary<int, ProfitAndLoss>()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"Value\":{\"Items\":[{}")]
    [InlineData("{\"Value\":null}")]
    [InlineData("{\"Value\":{\"Items\":7}}")]
    public void TryReadValue_Should_ReturnFalse_When_TheBytesAreDamaged(string json) =>
        EntryFormat.TryReadValue<TokenHoldings>(Encoding.UTF8.GetBytes(json), out _, out _).ShouldBeFalse();

    [Fact]
    public void Write_Should_KeepTrailingZerosAndLargeNumbers_When_ADecimalHasThem()
    {
        BigDecimal.TryParse("123456789012345678901234567890123456789.500", out var amount).ShouldBeTrue();
        var token = new TokenAmount(new Token(1, Address.Native, "ETH", null, ValueOrFailure<int?>.Failed(new LoadFailure(LoadFailureKind.Timeout, Dataset.TokenDecimals))), amount, 1.10m, null);

        EntryFormat.TryReadValue<TokenAmount>(EntryFormat.WriteValue(token, new Provenance(DateTimeOffset.UnixEpoch, 3)), out var read, out var provenance).ShouldBeTrue();

        (read!.Amount.ToString(), read.PriceUsd!.Value.ToString(null, null), provenance.SkippedRows).ShouldBe(("123456789012345678901234567890123456789.500", "1.10", 3));
        read.Token.Decimals.Failure.ShouldBe(token.Token.Decimals.Failure);
    }

    private static async Task CheckAsync<TKey, TValue>(IDatasetLoader<TKey, TValue> loader, TKey key)
        where TKey : notnull
        where TValue : notnull
    {
        EntryFormat.TryReadKey<TKey>(EntryFormat.WriteKey(key), out var readKey).ShouldBeTrue();
        readKey.ShouldBe(key);
        if ((await loader.LoadOneAsync(key, CancellationToken.None)).Value is { } value)
            Check(value);
    }

    private static void Check<TValue>(TValue value)
        where TValue : notnull
    {
        EntryFormat.TryReadValue<TValue>(EntryFormat.WriteValue(value, default), out var read, out _).ShouldBeTrue();
        Assert.Equal(Describe(value), Describe(read));
    }

    // Every public property, computed ones included, in full. The kind of a list does not count.
    private static string Describe(object? value) => value switch
    {
        null => "null",
        string or IFormattable or bool or Uri or Address or AddressSet or BigDecimal => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        IDictionary<int, ProfitAndLoss> rows => Describe(rows.OrderBy(static row => row.Key).Select(static row => (object)$"{row.Key}={Describe(row.Value)}")),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Describe))}]",
        _ => $"{{{string.Join(", ", value.GetType().GetProperties().Select(property => $"{property.Name}: {Describe(property.GetValue(value))}"))}}}",
    };
}
