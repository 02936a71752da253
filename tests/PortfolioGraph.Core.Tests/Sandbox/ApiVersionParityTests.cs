using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Core.Tests.Sandbox;

/// <summary>Both API versions of the upstream return the same data for the same wallet.</summary>
public sealed class ApiVersionParityTests : SandboxFixture
{
    private const decimal Rounding = 0.01m;
    private const HoldingFacets EverythingOpen = HoldingFacets.ProfitAndLoss | HoldingFacets.Locks | HoldingFacets.Economics;

    public static TheoryData<string> Personas => [.. SandboxPersonas.All.Where(p => p.Name != "denied").Select(p => p.Address)];

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task Tokens_Should_BeEqual_When_TheOtherVersionResponds(string wallet)
    {
        var key = new TokensKey(Owners(wallet), TimeRange.OneMonth, WithDecimals: true);

        var expected = await LoadAsync(core => core.Tokens.LoadOneAsync(key, CancellationToken.None));
        var actual = await LoadAsync(core => core.Tokens.LoadOneAsync(key, CancellationToken.None), "v4/*");

        actual.Items.OrderBy(t => t.Key).Select(ComparedFields).ShouldBe(expected.Items.OrderBy(t => t.Key).Select(ComparedFields));
        actual.Items.OrderBy(t => t.Key).Zip(expected.Items.OrderBy(t => t.Key)).All(pair =>
            Near(pair.First.ValueUsd, pair.Second.ValueUsd) && Near(pair.First.ProfitAndLoss.Value?.AbsoluteUsd, pair.Second.ProfitAndLoss.Value?.AbsoluteUsd)).ShouldBeTrue();

        static object ComparedFields(TokenHolding t) => (t.Key, t.Token, t.Amount, t.PriceUsd, t.Status, t.ProfitAndLoss.Value?.Roi);
    }

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task Positions_Should_BeEqual_When_TheOtherVersionResponds(string wallet)
    {
        var key = new PositionsKey(Owners(wallet), HoldingFacets.ProfitAndLoss);

        var expected = await LoadAsync(core => core.Positions.LoadOneAsync(key, CancellationToken.None));
        var actual = await LoadAsync(core => core.Positions.LoadOneAsync(key, CancellationToken.None), "v4/*");

        actual.Items.OrderBy(p => p.Key).Select(ComparedFields).ShouldBe(expected.Items.OrderBy(p => p.Key).Select(ComparedFields));
        actual.Items.OrderBy(p => p.Key).Zip(expected.Items.OrderBy(p => p.Key)).ShouldAllBe(pair => Near(pair.First.ValueUsd, pair.Second.ValueUsd));
        actual.Items.Select(p => p.Key).ShouldBeUnique();

        static object ComparedFields(Position p) =>
            (p.Key, p.Protocol, p.Chain.ChainId, p.Kind, p.TokenId, p.Owners?.Single(), p.IsDebt, p.Status, string.Join(' ', p.Underlying.Select(u => $"{u.Token.Key}={u.Amount}")), p.ProfitAndLoss.Value?.Roi);
    }

    [Theory]
    [MemberData(nameof(Personas))]
    public Task Values_Should_BeEqual_When_TheOtherVersionResponds(string wallet) => CheckBreakdownsAsync(new Scope(Owners(wallet)));

    [Theory]
    [MemberData(nameof(Personas))]
    public Task ValuesOnAChain_Should_BeEqual_When_TheOtherVersionResponds(string wallet) => CheckBreakdownsAsync(new Scope(Owners(wallet), 1));

    private async Task CheckBreakdownsAsync(Scope scope)
    {
        var key = new ValueKey(scope, WithBreakdown: true);

        var expected = (await LoadAsync(core => core.Values.LoadOneAsync(key, CancellationToken.None))).Breakdown!;
        var actual = (await LoadAsync(core => core.Values.LoadOneAsync(key, CancellationToken.None), "v5.0/*")).Breakdown!;

        actual.Scope.ShouldBe(scope);
        Near(actual.TotalUsd, expected.TotalUsd).ShouldBeTrue();
        actual.ByProtocol.Select(p => p.Protocol.ProtocolId).Order().ShouldBe(expected.ByProtocol.Select(p => p.Protocol.ProtocolId).Order());
        actual.ByProtocol.ShouldAllBe(p => Near(p.ValueUsd, expected.ByProtocol.Single(e => e.Protocol.ProtocolId == p.Protocol.ProtocolId).ValueUsd));
        actual.ByCategory.ShouldAllBe(c => Near(c.ValueUsd, expected.ByCategory.Single(e => e.Category == c.Category).ValueUsd));
        actual.ByChain.Where(c => c.ValueUsd != 0).ShouldAllBe(c => Near(c.ValueUsd, expected.ByChain.Single(e => e.Chain.ChainId == c.Chain.ChainId).ValueUsd));
    }

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task Figures_Should_AgreeWithEachOther_When_EverythingOfAWalletIsLoaded(string wallet)
    {
        var owners = Owners(wallet);
        var value = (await Core.Values.LoadOneAsync(new ValueKey(new Scope(owners), true), CancellationToken.None)).Value!;
        var tokens = (await Core.Tokens.LoadOneAsync(new TokensKey(owners, TimeRange.OneYear, true), CancellationToken.None)).Value!;
        var positions = (await Core.Positions.LoadOneAsync(new PositionsKey(owners, EverythingOpen), CancellationToken.None)).Value!;
        var gain = (await Core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(owners, TimeRange.OneYear), CancellationToken.None)).Value!;

        value.Breakdown!.UnexplainedUsd(tokens, positions).ShouldBe(0);
        foreach (var protocol in positions.ByProtocol(new Scope(owners)))
            Near(protocol.ValueUsd, value.Breakdown!.ByProtocol.Single(p => p.Protocol.ProtocolId == protocol.Protocol.ProtocolId).ValueUsd).ShouldBeTrue();
        gain.Total.ShouldNotBeNull();
        tokens.Items.ShouldAllBe(t => t.Token.Decimals.Value != null);
        Calls.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Portfolio_Should_BeTheSumOfItsWallets_When_SeveralAreTakenAsOne()
    {
        string[] wallets = [SandboxPersonas.Typical, SandboxPersonas.Debtor, SandboxPersonas.JointFirst, SandboxPersonas.JointSecond];
        var together = Owners(wallets);
        ValueKey[] singles = [.. wallets.Select(w => new ValueKey(new Scope(Owners(w))))];

        var values = await Core.Values.LoadAsync([new ValueKey(new Scope(together)), .. singles], CancellationToken.None);
        var tokens = await Core.Tokens.LoadAsync([new TokensKey(together, TimeRange.OneYear), .. wallets.Select(w => new TokensKey(Owners(w), TimeRange.OneYear))], CancellationToken.None);
        var positions = await Core.Positions.LoadAsync([new PositionsKey(together), new PositionsKey(together, EverythingOpen), .. wallets.Select(w => new PositionsKey(Owners(w)))], CancellationToken.None);

        Near(values[new ValueKey(new Scope(together))].Value!.TotalUsd, singles.Sum(s => values[s].Value!.TotalUsd)).ShouldBeTrue();
        var merged = tokens[new TokensKey(together, TimeRange.OneYear)].Value!.Items;
        foreach (var token in wallets.SelectMany(w => tokens[new TokensKey(Owners(w), TimeRange.OneYear)].Value!.Items).GroupBy(t => t.Token.Key))
            merged.Single(t => t.Token.Key == token.Key).Amount.ShouldBe(token.Select(t => t.Amount!.Value).Aggregate((a, b) => a + b));
        merged.Select(t => t.Key).ShouldBeUnique();
        foreach (var key in (PositionsKey[])[new(together), new(together, EverythingOpen)])
        {
            var all = positions[key].Value!.Items;
            Near(all.Sum(p => p.ValueUsd), wallets.Sum(w => positions[new PositionsKey(Owners(w))].Value!.Items.Sum(p => p.ValueUsd))).ShouldBeTrue();
            all.Select(p => p.Key).ShouldBeUnique();
            all.Single(p => p.Name == "Prime USDC Vault").Owners.ShouldBe([Parse(SandboxPersonas.JointFirst), Parse(SandboxPersonas.JointSecond)]);
        }
    }

    [Theory]
    [InlineData(OwnerForm.Real)]
    [InlineData(OwnerForm.Zero)]
    public async Task Positions_Should_BelongToTheirWallet_When_ManyAreLoadedTogether(OwnerForm owners)
    {
        Server.Options.Owners = owners;
        string[] wallets = [.. SandboxPersonas.All.Select(p => p.Address).Where(a => a != SandboxPersonas.Denied)];

        foreach (var isBroken in (bool[])[false, true])
        {
            if (isBroken)
                Break("v4/*");
            using var together = CoreHost.Over(Server.BaseAddress, ("Upstream:MaxAddressesPerCall", "20"));
            var results = await together.Positions.LoadAsync([.. wallets.Select(w => new PositionsKey(Owners(w)))], CancellationToken.None);

            foreach (var wallet in wallets)
            {
                using var single = CoreHost.Over(Server.BaseAddress);
                var alone = (await single.Positions.LoadOneAsync(new PositionsKey(Owners(wallet)), CancellationToken.None)).Value!;
                results[new PositionsKey(Owners(wallet))].Value!.Items.Select(ComparedFields).ShouldBe(alone.Items.Select(ComparedFields));
            }
        }

        static object ComparedFields(Position p) => (p.Key, p.ValueUsd, p.Owners is [var owner] ? owner : default);
    }

    [Theory]
    [InlineData(OwnerForm.Real)]
    [InlineData(OwnerForm.Zero)]
    public async Task PositionsWithEconomics_Should_BelongToTheirWallet_When_GeneratedWalletsAreLoadedTogether(OwnerForm owners)
    {
        Server.Options.Owners = owners;
        string[] generated = [.. Enumerable.Range(0, 12).Select(i => $"0x{(i * 7919) + 11:x40}")];
        string[] wallets = [SandboxPersonas.JointFirst, SandboxPersonas.JointSecond, SandboxPersonas.LiquidityProvider, .. generated];
        PositionsKey[] keys = [.. wallets.Select(w => new PositionsKey(Owners(w), EverythingOpen))];
        using var together = CoreHost.Over(Server.BaseAddress, ("Upstream:MaxAddressesPerCall", "15"));
        await together.Positions.LoadOneAsync(new PositionsKey(Owners(SandboxPersonas.Debtor), EverythingOpen), CancellationToken.None);
        var before = Calls.Count;

        var results = await together.Positions.LoadAsync(keys, CancellationToken.None);

        var calls = Calls.Count - before;
        calls.ShouldBe(owners == OwnerForm.Real ? 2 : 2 * wallets.Length);
        foreach (var key in keys)
        {
            using var single = CoreHost.Over(Server.BaseAddress);
            var alone = (await single.Positions.LoadOneAsync(key, CancellationToken.None)).Value!;
            results[key].Value!.Items.Select(ComparedFields).ShouldBe(alone.Items.Select(ComparedFields));
        }

        static object ComparedFields(Position p) =>
            (p.Key, p.ValueUsd, p.IsLocked, p.ProfitAndLoss.Value?.AbsoluteUsd, p.ProfitAndLoss.Value?.Roi, p.Economics.Value?.HoldingTimeDays, p.Economics.Value?.UnclaimedFeesUsd);
    }

    [Theory]
    [InlineData(FieldNaming.Observed, EnvelopeForm.Meta, DebtSign.Positive)]
    [InlineData(FieldNaming.OpenApi, EnvelopeForm.Bare, DebtSign.Negative)]
    [InlineData(FieldNaming.OpenApi, EnvelopeForm.System, DebtSign.Positive)]
    [InlineData(FieldNaming.Observed, EnvelopeForm.ResultOnly, DebtSign.Negative)]
    public async Task Holdings_Should_BeEqual_When_TheWireFormatDiffers(FieldNaming naming, EnvelopeForm envelope, DebtSign sign)
    {
        var key = new PositionsKey(Owners(SandboxPersonas.Debtor), EverythingOpen);
        var tokens = new TokensKey(Owners(SandboxPersonas.Debtor), TimeRange.OneYear, WithDecimals: true);
        var expected = await LoadAsync(core => core.Positions.LoadOneAsync(key, CancellationToken.None));
        var expectedTokens = await LoadAsync(core => core.Tokens.LoadOneAsync(tokens, CancellationToken.None), "v4/*");

        (Server.Options.Naming, Server.Options.Envelope, Server.Options.DebtSign) = (naming, envelope, sign);
        var actual = await LoadAsync(core => core.Positions.LoadOneAsync(key, CancellationToken.None));
        var actualTokens = await LoadAsync(core => core.Tokens.LoadOneAsync(tokens, CancellationToken.None), "v4/*");

        actual.Items.Select(p => (p.Key, p.ValueUsd, p.IsDebt)).ShouldBe(expected.Items.Select(p => (p.Key, p.ValueUsd, p.IsDebt)));
        actual.Items.Zip(expected.Items).ShouldAllBe(pair => pair.First.Underlying.Select(u => u.Amount).SequenceEqual(pair.Second.Underlying.Select(u => u.Amount)));
        actualTokens.Items.Select(t => (t.Key, t.Amount, t.PriceUsd)).ShouldBe(expectedTokens.Items.Select(t => (t.Key, t.Amount, t.PriceUsd)));
    }

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task Performance_Should_BeEqual_When_ItsIndexIsAnObject(string wallet)
    {
        var key = new PositionsKey(Owners(wallet, SandboxPersonas.JointSecond), EverythingOpen);
        var tokens = new TokensKey(Owners(wallet), TimeRange.OneYear);

        foreach (var owners in (OwnerForm[])[OwnerForm.Real, OwnerForm.Zero])
        {
            (Server.Options.Owners, Server.Options.Index) = (owners, IndexForm.Text);
            var expected = await LoadAsync(core => core.Positions.LoadOneAsync(key, CancellationToken.None));
            var expectedTokens = await LoadAsync(core => core.Tokens.LoadOneAsync(tokens, CancellationToken.None), "v4/*");

            Server.Options.Index = IndexForm.Object;
            var actual = await LoadAsync(core => core.Positions.LoadOneAsync(key, CancellationToken.None));
            var actualTokens = await LoadAsync(core => core.Tokens.LoadOneAsync(tokens, CancellationToken.None), "v4/*");

            actual.Items.Select(ComparedFields).ShouldBe(expected.Items.Select(ComparedFields));
            actual.ClaimableUsd(new Scope(key.Owners)).ShouldBe(expected.ClaimableUsd(new Scope(key.Owners)));
            actual.Items.ShouldAllBe(p => p.Economics.Value != null && p.ProfitAndLoss.Value != null);
            actualTokens.Items.Select(GainFields).ShouldBe(expectedTokens.Items.Select(GainFields));
        }

        static object ComparedFields(Position p) => (p.Key, p.ProfitAndLoss.Value?.AbsoluteUsd, p.ProfitAndLoss.Value?.Roi, p.Economics.Value?.HoldingTimeDays, p.Economics.Value?.UnclaimedFeesUsd);

        static object GainFields(TokenHolding t) => (t.Key, t.ProfitAndLoss.Value?.AbsoluteUsd, t.ProfitAndLoss.Value?.Roi);
    }

    /// <summary>Loads with a new core while some routes are broken.</summary>
    private async Task<T> LoadAsync<T>(Func<CoreHost, Task<LoadResult<T>>> load, params string[] broken)
        where T : notnull
    {
        Server.Options.Faults.Clear();
        foreach (var route in broken)
            Break(route);
        using var core = CoreHost.Over(Server.BaseAddress);
        var result = await load(core);
        return result.Value ?? throw new InvalidOperationException($"{result.Failure}");
    }

    private static bool Near(decimal? left, decimal? right) => left is null ? right is null : right is not null && Math.Abs(left.Value - right.Value) <= Math.Max(Rounding, Math.Abs(right.Value) * 0.000001m);
}
