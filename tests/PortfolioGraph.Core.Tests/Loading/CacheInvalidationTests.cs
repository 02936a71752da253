using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>Data of invalidated addresses is loaded again; all other entries stay cached.</summary>
public sealed class CacheInvalidationTests
{
    private readonly StubWorld _world = new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 1), (3, 2)).Supply(StubWorld.AUsdc, "Aave USDC", (1, 2000));

    [Fact]
    public async Task Invalidate_Should_ReloadEveryDataset_When_ItsAddressesAreInvalidated()
    {
        using var core = CoreHost.Over(_world.Stub, new SteppedTimeProvider());
        await LoadAllAsync(core, 1);
        await LoadAllAsync(core, 1, 2);
        await LoadAllAsync(core, 3);
        var cold = _world.Requests.Count;
        await LoadAllAsync(core, 1);
        _world.Requests.Count.ShouldBe(cold);

        core.Invalidator.Invalidate(Wallets.Owners(2, 1));

        await LoadAllAsync(core, 3);
        _world.Requests.Count.ShouldBe(cold, "other wallets stay cached");
        await LoadAllAsync(core, 1);
        await LoadAllAsync(core, 1, 2);
        _world.Requests.Skip(cold).Order(StringComparer.Ordinal).ShouldBe(
            _world.Requests.Take(cold)
                .Where(request => !request.Contains("w3", StringComparison.Ordinal))
                .Select(request => request.Replace("use_cache=true", "use_cache=false", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keys_Should_ImplementIOwned_When_TheirDataHasOwners()
    {
        var services = new ServiceCollection().AddPortfolioCore(new ConfigurationBuilder().Build());

        var keys = services.Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDatasetLoader<,>))
            .Select(type => type.GetGenericArguments()[0])
            .ToList();

        keys.ShouldContain(typeof(ValueKey));
        keys.Where(key => key != typeof(Dataset) && key != typeof(AddressSet) && !key.IsAssignableTo(typeof(IOwned))).ShouldBeEmpty();
    }

    private static async Task LoadAllAsync(CoreHost core, params int[] wallets)
    {
        var owners = Wallets.Owners(wallets);
        await core.Values.LoadOneAsync(new ValueKey(new Scope(owners), WithBreakdown: true), CancellationToken.None);
        await core.Tokens.LoadOneAsync(new TokensKey(owners, TimeRange.OneYear, WithDecimals: true), CancellationToken.None);
        await core.Positions.LoadOneAsync(new PositionsKey(owners), CancellationToken.None);
        await core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(owners, TimeRange.OneMonth), CancellationToken.None);
    }
}
