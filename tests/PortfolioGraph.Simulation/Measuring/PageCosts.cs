using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Simulation.Measuring;

/// <summary>What pages need, counted by loading them with the server's loaders from the sandbox.</summary>
internal sealed record PageCosts(PageCost Totals, PageCost Tokens, PageCost Positions, PageCost ProfitAndLoss, PageCost Full)
{
    private const int Wallets = 10;

    // What the loaders learn about the responses' owners, they learn from the first group. The figures are means of the others.
    private const int Groups = 11;

    /// <summary>Counts each part of a page, and a full page: totals, tokens and positions with profit and loss, and profit and loss in total.</summary>
    public static async Task<PageCosts> CountAsync()
    {
        var time = new SteppedTimeProvider();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), time);
        return new PageCosts(
            await CountAsync("totals", sandbox, time, LoadTotalsAsync),
            await CountAsync("tokens with profit and loss", sandbox, time, LoadTokensAsync),
            await CountAsync("positions with profit and loss", sandbox, time, LoadPositionsAsync),
            await CountAsync("profit and loss in total", sandbox, time, LoadProfitAndLossAsync),
            await CountAsync("full page: all of these", sandbox, time, static async (services, wallets) =>
            {
                await LoadTotalsAsync(services, wallets);
                await LoadTokensAsync(services, wallets);
                await LoadPositionsAsync(services, wallets);
                await LoadProfitAndLossAsync(services, wallets);
            }));
    }

    private static async Task<PageCost> CountAsync(string name, SandboxServer sandbox, SteppedTimeProvider time, Func<IServiceProvider, IReadOnlyList<AddressSet>, Task> loadAsync)
    {
        var shared = new CountingCache(time);
        await using var services = CreateServices(sandbox, time, shared);
        var cache = services.GetRequiredService<DatasetCache>();
        var before = 0L;
        for (var group = 0; group < Groups; group++)
        {
            await loadAsync(services, [.. Enumerable.Range(1 + (group * Wallets), Wallets).Select(Wallet)]);
            if (group > 0)
                continue;
            sandbox.ClearCalls();
            shared.Clear();
            before = cache.Bytes;
        }

        const double measured = Groups - 1;
        return new PageCost(
            name, Wallets, sandbox.Calls.Count / measured, shared.Lookups / measured, shared.Stores / measured,
            shared.ValueBytes / measured, shared.KeyBytes / measured, shared.MessageBytes / measured, (cache.Bytes - before) / measured);
    }

    private static Task LoadTotalsAsync(IServiceProvider services, IReadOnlyList<AddressSet> wallets) =>
        LoadAsync<ValueKey, Valuation>(services, wallets.Select(static wallet => new ValueKey(new Scope(wallet))));

    private static Task LoadTokensAsync(IServiceProvider services, IReadOnlyList<AddressSet> wallets) =>
        LoadAsync<TokensKey, TokenHoldings>(services, wallets.Select(static wallet => new TokensKey(wallet, TimeRange.OneYear)));

    private static Task LoadPositionsAsync(IServiceProvider services, IReadOnlyList<AddressSet> wallets) =>
        LoadAsync<PositionsKey, PositionHoldings>(services, wallets.Select(static wallet => new PositionsKey(wallet, HoldingFacets.ProfitAndLoss)));

    private static Task LoadProfitAndLossAsync(IServiceProvider services, IReadOnlyList<AddressSet> wallets) =>
        LoadAsync<ProfitAndLossKey, ProfitAndLossTable>(services, wallets.Select(static wallet => new ProfitAndLossKey(wallet, TimeRange.OneYear)));

    private static async Task LoadAsync<TKey, TValue>(IServiceProvider services, IEnumerable<TKey> keys)
        where TKey : notnull
        where TValue : notnull
    {
        foreach (var (key, result) in await services.GetRequiredService<IDatasetLoader<TKey, TValue>>().LoadAsync([.. keys], CancellationToken.None))
        {
            if (result.Failure is { } failure)
                throw new InvalidOperationException($"{key} failed: {failure}");
        }
    }

    // Addresses that look random, since the sandbox invents a portfolio for each.
    private static AddressSet Wallet(int number)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"0x{(ulong)number * 0x9E3779B97F4A7C15:x16}{(ulong)number * 0xBF58476D1CE4E5B9:x16}{number:x8}");
        return Address.TryParse(text, out var address) ? AddressSet.Of(address) : throw new FormatException(text);
    }

    private static ServiceProvider CreateServices(SandboxServer sandbox, SteppedTimeProvider time, CountingCache shared)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Upstream:BaseUrl"] = sandbox.BaseAddress.ToString(),
            ["Upstream:CallsPerSecond"] = "0",
            ["Upstream:ApiKey"] = "key-of-the-sandbox",
            ["Cache:MaxBytes"] = "1073741824",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<ISharedCache>(shared);
        services.AddPortfolioCore(configuration);
        return services.BuildServiceProvider();
    }
}
