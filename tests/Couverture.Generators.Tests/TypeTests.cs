using Couverture.Generators.Tests.Support;

namespace Couverture.Generators.Tests;

/// <summary>The types and fields of the schemas that generated code builds.</summary>
public sealed class TypeTests
{
    [Fact]
    public void Query_Should_HaveTheMethodsOfAllClasses_When_SeveralAreAnnotated()
    {
        var generation = Generation.Of("""
            namespace Sample;
            [QueryType] public static partial class Chains { public static int GetCount() => 1; }
            [QueryType] public static class Other
            {
                public static string? Name() => null;
                [GraphQLIgnore] public static int GetHidden() => 1;
                internal static int GetInternal() => 1;
            }
            """);

        generation.Sdl("Query").ShouldBe("""
            type Query {
              count: Int!
              name: String
            }
            """);
    }

    [Fact]
    public void Types_Should_FollowNullability_When_Wrapped()
    {
        var generation = Generation.Of("""
            using System.Collections.Immutable;
            namespace Sample;
            [QueryType] public static class Query
            {
                public static Task<IReadOnlyList<string?>?> GetAAsync() => throw new NotSupportedException();
                public static ValueTask<int?[]> GetBAsync() => throw new NotSupportedException();
                public static ImmutableArray<decimal> C() => [];
                public static IEnumerable<List<double>>? D() => null;
                public static float? E() => null;
                public static DateTimeOffset F() => default;
                public static Uri? G() => null;
                public static bool H() => true;
            #nullable disable
                public static string I() => null;
            #nullable enable
            }
            """);

        generation.Sdl("Query").ShouldBe("""
            type Query {
              a: [String]
              b: [Int]!
              c: [Decimal!]!
              d: [[Float!]!]
              e: Float
              f: DateTime!
              g: URL
              h: Boolean!
              i: String
            }
            """);
    }

    [Fact]
    public void ObjectType_Should_HavePropertiesAndMethods_When_ClassRegistersIt()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public sealed record Wallet(string Address, int Secret, string Symbol)
            {
                public static int Count => 0;
                public string this[int index] => "";
                public int WriteOnly { set { } }
                [GraphQLName("label")] public string? Name => null;
                [GraphQLIgnore] public int Hidden => 1;
                internal int Internal => 1;
            }
            [QueryType] public static class Query { public static Wallet? GetWallet() => null; }
            [ObjectType<Wallet>]
            public static partial class WalletNode
            {
                static partial void Configure(IObjectTypeDescriptor<Wallet> descriptor) => descriptor.Name("Account").Ignore(t => t.Secret);

                [BindMember(nameof(Wallet.Symbol))] public static int GetLength([Parent] Wallet wallet) => wallet.Symbol.Length;
            }
            """);

        generation.Sdl("Account").ShouldBe("""
            type Account {
              address: String!
              length: Int!
              label: String
            }
            """);
        generation.Sdl("Query").ShouldContain("wallet: Account");
    }

    [Fact]
    public void Method_Should_ReplaceAProperty_When_NamesAreEqual()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public sealed record Wallet(string Address, int? Decimals, string Symbol);
            [QueryType] public static class Query { public static Wallet? GetWallet() => null; }
            [ObjectType<Wallet>]
            public static partial class WalletNode
            {
                public static bool GetIsNew([Parent] Wallet wallet) => true;

                public static string? GetDecimals([Parent] Wallet wallet) => "18";
            }
            """);

        generation.Sdl("Wallet").ShouldBe("""
            type Wallet {
              address: String!
              decimals: String
              symbol: String!
              isNew: Boolean!
            }
            """);
    }

    [Fact]
    public void ObjectTypes_Should_BeDeclared_When_OnlyFieldsReferToThem()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public record Named { public string Name => ""; }
            public sealed record Wallet(IReadOnlyList<Chain> Chains, Box<Kind> Boxed) : Named;
            public sealed record Chain(int ChainId, Wallet? Owner);
            public sealed class Box<T> { public T Value { get; set; } = default!; }
            public enum Kind { OpenEnded, Closed = 5, Shut = 5, [GraphQLIgnore] Hidden, [GraphQLName("EXTRA")] Other, [Obsolete("gone")] Old }
            [QueryType] public static class Query { public static Task<Wallet> GetWalletAsync() => throw new NotSupportedException(); }
            """);

        generation.Sdl("Wallet").ShouldBe("""
            type Wallet {
              chains: [Chain!]!
              boxed: BoxOfKind!
              name: String!
            }
            """);
        generation.Sdl("Chain").ShouldBe("""
            type Chain {
              chainId: Int!
              owner: Wallet
            }
            """);
        generation.Sdl("BoxOfKind").ShouldBe("""
            type BoxOfKind {
              value: Kind!
            }
            """);
        generation.Sdl("Kind").ShouldBe("""
            enum Kind {
              OPEN_ENDED
              CLOSED
              EXTRA
              OLD @deprecated(reason: "gone")
            }
            """);
    }

    [Fact]
    public void InterfaceType_Should_PassOnItsFields_When_TypeImplementsIt()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public interface INode { string Key { get; } }
            public interface IHoldings : INode { int Scope { get; } int Size { get; } }
            public sealed record Wallet(string Key) : IHoldings { int IHoldings.Scope => 1; int IHoldings.Size => 2; }
            [QueryType] public static class Query { public static IHoldings GetHoldings() => new Wallet("k"); public static Wallet GetWallet() => new("k"); }
            [InterfaceType<INode>] public static partial class NodeInterface
            {
                static partial void Configure(IInterfaceTypeDescriptor<INode> descriptor) => descriptor.Name("Node");
            }
            [InterfaceType<IHoldings>] public static partial class HoldingsInterface
            {
                static partial void Configure(IInterfaceTypeDescriptor<IHoldings> descriptor)
                {
                    descriptor.Name("Holdings");
                    descriptor.Ignore(t => t.Scope);
                }

                public static decimal? GetValueUsd([Parent] IHoldings holdings) => holdings.Size;
            }
            """);

        generation.Sdl("Holdings").ShouldBe("""
            interface Holdings implements Node {
              size: Int!
              key: String!
              valueUsd: Decimal
            }
            """);
        generation.Sdl("Wallet").ShouldBe("""
            type Wallet implements Holdings & Node {
              key: String!
              size: Int!
              valueUsd: Decimal
            }
            """);
    }

    [Fact]
    public void Extension_Should_ApplyToEveryImplementation_When_TargetIsACSharpInterface()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public interface IHoldings { }
            public sealed record Wallet(int Size) : IHoldings;
            public sealed record Portfolio(int Count) : IHoldings;
            public sealed record Chain(int ChainId);
            [QueryType] public static class Query
            {
                public static Wallet GetWallet() => new(1);
                public static Portfolio GetPortfolio() => new(1);
                public static Chain GetChain() => new(1);
            }
            [InterfaceType<IHoldings>] public static partial class HoldingsInterface { public static string? GetValue([Parent] IHoldings holdings) => null; }
            [ExtendObjectType<IHoldings>] public static class HoldingsFields
            {
                public static string? GetValue([Parent] IHoldings holdings, int scale = 2) => null;
                public static int GetSize([Parent] IHoldings holdings) => 0;
            }
            [ObjectType<Portfolio>] public static partial class PortfolioNode { public static bool GetSize([Parent] Portfolio portfolio) => true; }
            [ExtendObjectType<Chain>] public static class ChainFields { public static string GetName([Parent] Chain chain) => ""; }
            """);

        generation.Sdl("Wallet").ShouldBe("""
            type Wallet implements IHoldings {
              size: Int!
              value(scale: Int! = 2): String
            }
            """);
        generation.Sdl("Portfolio").ShouldBe("""
            type Portfolio implements IHoldings {
              count: Int!
              size: Boolean!
              value(scale: Int! = 2): String
            }
            """);
        generation.Sdl("Chain").ShouldBe("""
            type Chain {
              chainId: Int!
              name: String!
            }
            """);
    }

    [Fact]
    public void Connection_Should_BeExtended_When_ExtensionNamesIt()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public sealed record Token(string Symbol);
            [QueryType] public static class Query
            {
                [UsePaging(ConnectionName = "Holding", AllowBackwardPagination = false, IncludeTotalCount = true)]
                public static Task<IEnumerable<Token>?> GetTokensAsync(int limit) => throw new NotSupportedException();
                [UsePaging] public static IReadOnlyList<int> GetNumbers() => [];
            }
            [ExtendObjectType("HoldingConnection")] public static class HoldingConnectionFields
            {
                public static decimal? GetValueUsd([ScopedState("tokens")] IReadOnlyList<Token> tokens) => null;
            }
            """);

        generation.Sdl("Query").ShouldContain("NumbersConnection");
        generation.Schema().QueryType.Fields.Select(f => $"{f.Name}({string.Join(' ', f.Arguments.Select(a => a.Name))}): {f.Type}").ShouldBe(
        [
            "tokens(limit first after): HoldingConnection",
            "numbers(first after last before): NumbersConnection",
        ]);
        ((Couverture.Types.ObjectType)generation.Schema().Types["HoldingConnection"]).Fields.Select(f => f.Name)
            .ShouldBe(["pageInfo", "edges", "nodes", "totalCount", "valueUsd"]);
    }

    [Fact]
    public void Connection_Should_HaveWhereAndOrder_When_AttributesNameTheirTypes()
    {
        var generation = Generation.Of("""
            using Couverture.Data;
            using Couverture.Data.Filtering;
            using Couverture.Data.Sorting;
            namespace Sample;
            public interface IOwner;
            public sealed record Token(string Symbol, bool IsNative);
            public sealed record Wallet(string Name) : IOwner;
            public sealed record Portfolio(string Name) : IOwner;
            public sealed class TokenFilter : FilterInputType<Token>
            {
                protected override void Configure(IFilterInputTypeDescriptor<Token> descriptor)
                {
                    descriptor.BindFieldsExplicitly();
                    descriptor.Field(t => t.IsNative).Type<FlagFilter>();
                }
            }
            public sealed class FlagFilter : FilterInputType
            {
                protected override void Configure(IFilterInputTypeDescriptor descriptor) => descriptor.Name("Flag").Operation(DefaultFilterOperations.Equals).Type<BooleanType>();
            }
            public sealed class TokenSort : SortInputType<Token>
            {
                protected override void Configure(ISortInputTypeDescriptor<Token> descriptor)
                {
                    descriptor.BindFieldsExplicitly();
                    descriptor.Field(t => t.Symbol);
                }
            }
            [ExtendObjectType<IOwner>] public static class OwnerFields
            {
                [UsePaging(ConnectionName = "Token", AllowBackwardPagination = false)]
                [UseFiltering<TokenFilter>]
                [UseSorting<TokenSort>]
                public static Task<IEnumerable<Token>?> GetTokensAsync([Parent] IOwner owner, int limit) => throw new NotSupportedException();
            }
            [QueryType] public static class Query
            {
                public static Wallet? GetWallet() => null;
                public static Portfolio? GetPortfolio() => null;
            }
            """);

        var schema = generation.Schema();

        foreach (var type in new[] { "Wallet", "Portfolio" })
        {
            ((Couverture.Types.ObjectType)schema.Types[type]).Fields["tokens"].Arguments.Select(a => $"{a.Name}: {a.Type}")
                .ShouldBe(["limit: Int!", "first: Int", "after: String", "where: TokenFilterInput", "order: [TokenSortInput!]"]);
        }
    }

    [Fact]
    public void Connection_Should_UseThePagingProvider_When_AttributeNamesOne()
    {
        var generation = Generation.Of("""
            namespace Sample;
            [QueryType] public static class Query
            {
                [UsePaging(ConnectionName = "Number", ProviderName = "by \"key\"")] public static IReadOnlyList<int> GetNumbers() => [];
                [UsePaging] public static IReadOnlyList<int> GetIndexed() => [];
            }
            """);

        Should.Throw<Couverture.SchemaException>(() => generation.Schema()).Errors
            .ShouldBe(["Query.numbers: The paging provider \"by \"key\"\" is not registered. Register it with AddCursorPagingProvider."]);
    }

    [Fact]
    public void Scalars_Should_RepresentTheirRuntimeTypes_When_Bound()
    {
        var generation = Generation.Of("""
            using Couverture.Language;
            namespace Sample;
            public readonly record struct Address(string Value);
            public sealed class AddressType() : ScalarType<Address, StringValueNode>("Address")
            {
                protected override Address ParseLiteral(StringValueNode valueSyntax) => new(valueSyntax.Value);
                protected override StringValueNode ParseValue(Address runtimeValue) => new(runtimeValue.Value);
                public override IValueNode ParseResult(object? resultValue) => new StringValueNode((string)resultValue!);
            }
            public static class Scalars { public static void Declare(SchemaBuilder builder) => builder.BindRuntimeType<Address>(new AddressType()); }
            public sealed record Wallet(Address Address, Address? Other);
            [QueryType] public static class Query { public static Wallet GetWallet(Address address, IReadOnlyList<Address>? others) => new(address, null); }
            """);

        generation.Sdl("Wallet").ShouldBe("""
            type Wallet {
              address: Address!
              other: Address
            }
            """);
        generation.Sdl("Query").ShouldContain("wallet(address: Address!");
    }

    [Fact]
    public void Types_Should_ImplementNode_When_TheyHaveANodeResolver()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public sealed record Wallet(string Address);
            public sealed record Chain(int ChainId);
            public static class Scalars { public static void Declare(SchemaBuilder builder) => builder.EnableGlobalObjectIdentification(); }
            [ObjectType<Wallet>] public static partial class WalletNode
            {
                [ID] public static string GetId([Parent] Wallet wallet) => wallet.Address;
                [NodeResolver] public static Task<Wallet?> GetWalletByIdAsync(string id, IResolverContext context, CancellationToken ct) => throw new NotSupportedException();
            }
            [ObjectType<Chain>] public static partial class ChainNode
            {
                [ID] public static int GetId([Parent] Chain chain) => chain.ChainId;
                [NodeResolver] public static Chain? GetChainById(int id) => new(id);
            }
            [QueryType] public static class Query { public static Wallet? GetWallet() => null; public static Chain? GetChain() => null; }
            """);

        generation.Sdl("Query").ShouldContain("): Node\n");
        generation.Sdl("Query").ShouldContain("): [Node]!\n");
        generation.Sdl("Query").ShouldEndWith("  wallet: Wallet\n  chain: Chain\n}");
        generation.Sdl("Wallet").ShouldBe("""
            type Wallet implements Node {
              id: ID!
              address: String!
            }
            """);
        generation.Sdl("Chain").ShouldStartWith("type Chain implements Node {");
        generation.Sdl("Node").ShouldContain("interface Node {");
    }

    [Fact]
    public void Ids_Should_HaveTypeID_When_MembersHaveTheAttribute()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public sealed record Token([property: ID] string Key);
            [QueryType] public static class Query { [ID] public static string? GetId([ID] string id) => id; public static Token? GetToken() => null; }
            """);

        generation.Sdl("Query").ShouldContain("id(id: ID!): ID");
        generation.Sdl("Token").ShouldContain("key: ID!");
    }
}
