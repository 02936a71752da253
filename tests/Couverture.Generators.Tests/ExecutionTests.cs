using System.Reflection;
using Couverture.Execution;
using Couverture.Generators.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Couverture.Generators.Tests;

/// <summary>Executes queries with generated code and the real executor.</summary>
public sealed class ExecutionTests
{
    private const string Source = """
        using System.Linq;
        using Couverture.Language;
        [assembly: Module("PortfolioGraphTypes")]
        namespace Sample;

        public readonly record struct Address(string Value);
        public sealed class AddressType() : ScalarType<Address, StringValueNode>("Address")
        {
            protected override Address ParseLiteral(StringValueNode valueSyntax) => new(valueSyntax.Value);
            protected override StringValueNode ParseValue(Address runtimeValue) => new(runtimeValue.Value);
            public override IValueNode ParseResult(object? resultValue) => new StringValueNode((string)resultValue!);
            public override bool TrySerialize(object? runtimeValue, out object? resultValue)
            {
                resultValue = ((Address?)runtimeValue)?.Value;
                return true;
            }
        }

        public interface IHoldings { string Scope { get; } }
        public sealed record Wallet(Address Address) : IHoldings { public string Scope => Address.Value; }
        public sealed record Portfolio(IReadOnlyList<Address> Addresses) : IHoldings { public string Scope => string.Join('+', Addresses.Select(a => a.Value)); }
        public sealed record Token(string Symbol, decimal? ValueUsd, int ChainId);
        public sealed record Chain(int ChainId, string Name);
        public enum TimeRange { OneDay, OneYear }
        public readonly record struct TokensKey(string Scope, TimeRange Range);

        public interface ITokenSource { IReadOnlyList<Token> Tokens(TokensKey key); }
        public sealed class TokenSource : ITokenSource
        {
            public static List<string> Batches { get; } = [];
            public IReadOnlyList<Token> Tokens(TokensKey key) => key.Scope.Contains("bad") ? throw new InvalidOperationException() : [new("A-" + key.Scope, 2.50m, 1), new("B-" + key.Range, null, 10)];
        }

        internal static class Loaders
        {
            [DataLoader]
            public static Task<IReadOnlyDictionary<TokensKey, IReadOnlyList<Token>>> GetTokensByKeyAsync(
                IReadOnlyList<TokensKey> keys, ITokenSource source, CancellationToken cancellationToken)
            {
                TokenSource.Batches.Add("tokens " + keys.Count);
                return Task.FromResult<IReadOnlyDictionary<TokensKey, IReadOnlyList<Token>>>(keys.ToDictionary(k => k, source.Tokens));
            }

            [DataLoader]
            internal static async Task<Dictionary<int, Chain>> GetChainByIdAsync(IReadOnlyList<int> ids)
            {
                TokenSource.Batches.Add("chains " + string.Join(' ', ids.Order()));
                await Task.Yield();
                return ids.Where(i => i != 10).ToDictionary(i => i, i => new Chain(i, "chain " + i));
            }
        }

        [QueryType]
        public static partial class Query
        {
            public static Wallet GetWallet(Address address) => new(address);
            public static async ValueTask<IReadOnlyList<Wallet>> GetWalletsAsync(IReadOnlyList<Address> addresses) { await Task.Yield(); return [.. addresses.Select(a => new Wallet(a))]; }
            public static IHoldings GetPortfolio(Address[] addresses) => new Portfolio(addresses);
        }

        [ObjectType<Wallet>]
        public static partial class WalletNode
        {
            static partial void Configure(IObjectTypeDescriptor<Wallet> descriptor) => descriptor.Ignore(t => t.Scope);

            [ID] public static string GetId([Parent] Wallet wallet) => wallet.Address.Value;
        }

        [ObjectType<Portfolio>]
        public static partial class PortfolioNode
        {
            static partial void Configure(IObjectTypeDescriptor<Portfolio> descriptor) => descriptor.Ignore(t => t.Scope);
        }

        [InterfaceType<IHoldings>]
        public static partial class HoldingsInterface
        {
            static partial void Configure(IInterfaceTypeDescriptor<IHoldings> descriptor)
            {
                descriptor.Name("Holdings");
                descriptor.Ignore(t => t.Scope);
            }

            [UsePaging(ConnectionName = "TokenHolding")]
            public static Task<IEnumerable<Token>?> GetTokensAsync([Parent] IHoldings holdings, TimeRange range = TimeRange.OneYear) => throw new NotSupportedException();
        }

        [ExtendObjectType<IHoldings>]
        public static class HoldingsFields
        {
            [UsePaging(ConnectionName = "TokenHolding")]
            public static async Task<IEnumerable<Token>?> GetTokensAsync(
                [Parent] IHoldings holdings, ITokensByKeyDataLoader loader, IResolverContext context, CancellationToken ct, TimeRange range = TimeRange.OneYear)
            {
                var tokens = await loader.LoadAsync(new TokensKey(holdings.Scope, range), ct);
                context.SetScopedState("tokens", tokens);
                return tokens;
            }
        }

        [ExtendObjectType("TokenHoldingConnection")]
        public static class TokenHoldingConnectionFields
        {
            public static int GetCount([ScopedState("tokens")] IReadOnlyList<Token> tokens) => tokens.Count;
        }

        [ObjectType<Token>]
        public static partial class TokenNode
        {
            [BindMember(nameof(Token.ChainId))]
            public static Task<Chain?> GetChainAsync([Parent] Token token, IChainByIdDataLoader loader) => loader.LoadAsync(token.ChainId);
        }

        public static class Host
        {
            public static void Configure(IServiceCollection services)
            {
                services.AddSingleton<ITokenSource, TokenSource>();
                services.AddGraphQL().AddPortfolioGraphTypes().BindRuntimeType<Address, AddressType>();
            }
        }
        """;

    [Fact]
    public async Task Query_Should_ReturnData_When_ModuleIsAdded()
    {
        var (json, batches) = await ExecuteAsync("""
            {
              wallet(address: "0xa") { id address tokens(range: ONE_DAY) { count nodes { symbol valueUsd chain { name } } } }
              wallets(addresses: ["0xb", "0xc"]) { tokens(first: 1) { count nodes { symbol chain { chainId } } } }
              portfolio(addresses: ["0xa", "0xb"]) { __typename tokens(first: 1) { nodes { symbol } } }
            }
            """);

        json.ShouldBe(string.Concat("""
            {"data":{
            "wallet":{"id":"V2FsbGV0OjB4YQ==","address":"0xa","tokens":{"count":2,"nodes":[
            {"symbol":"A-0xa","valueUsd":2.50,"chain":{"name":"chain 1"}},
            {"symbol":"B-OneDay","valueUsd":null,"chain":null}]}},
            "wallets":[
            {"tokens":{"count":2,"nodes":[{"symbol":"A-0xb","chain":{"chainId":1}}]}},
            {"tokens":{"count":2,"nodes":[{"symbol":"A-0xc","chain":{"chainId":1}}]}}],
            "portfolio":{"__typename":"Portfolio","tokens":{"nodes":[{"symbol":"A-0xa+0xb"}]}}}}
            """.Split('\n')));
        batches.ShouldBe(["tokens 4", "chains 1 10"]);
    }

    [Fact]
    public async Task Query_Should_ReportErrorAtTheField_When_DataLoaderThrows()
    {
        var (json, _) = await ExecuteAsync("""{ wallet(address: "bad") { address tokens { count } } }""");

        json.ShouldContain("\"path\":[\"wallet\",\"tokens\"]");
        json.ShouldEndWith("""
            "data":{"wallet":{"address":"bad","tokens":null}}}
            """);
    }

    private static async Task<(string Json, IReadOnlyList<string> Batches)> ExecuteAsync(string document)
    {
        var assembly = Generation.Of(Source).Load();
        var services = new ServiceCollection();
        assembly.GetType("Sample.Host")!.GetMethod("Configure", BindingFlags.Static | BindingFlags.Public)!.Invoke(null, [services]);
        await using var provider = services.BuildServiceProvider();
        var result = await provider.GetRequiredService<IRequestExecutor>().ExecuteAsync(new OperationRequest { Document = document });
        return (result.ToJson(), (List<string>)assembly.GetType("Sample.TokenSource")!.GetProperty("Batches")!.GetValue(null)!);
    }
}
