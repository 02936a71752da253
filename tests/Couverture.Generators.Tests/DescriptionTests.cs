using Couverture.Generators.Tests.Support;
using Couverture.Types;

namespace Couverture.Generators.Tests;

public sealed class DescriptionTests
{
    private const string Core = """
        namespace Core;
        /// <summary>Something with a value.</summary>
        public interface IValued
        {
            /// <summary>What it is worth; <see langword="null"/> if unknown.</summary>
            decimal? ValueUsd { get; }
        }

        /// <summary>A wallet, see <see cref="Kind.OpenEnded"/>.</summary>
        /// <param name="Address">Where it is.</param>
        /// <param name="Kind">What it is.</param>
        public sealed record Wallet(string Address, Kind Kind) : IValued
        {
            /// <inheritdoc />
            public decimal? ValueUsd => null;

            /// <summary>How many.</summary>
            public int Count { get; init; }

            /// <summary>Not this.</summary>
            [GraphQLDescription("But this.")] public int Label => 1;
        }

        /// <summary>Kinds.</summary>
        public enum Kind
        {
            /// <summary>Without end.</summary>
            OpenEnded,

            /// <summary>Ended.</summary>
            Closed,
        }
        """;

    private const string Graph = """
        namespace Sample;
        [QueryType] [GraphQLDescription("All of it.")] public static class Query
        {
            /// <summary>The wallet.</summary>
            /// <param name="address">Its <c>address</c>.</param>
            /// <param name="other">Not this.</param>
            public static Core.Wallet? GetWallet(string address, [GraphQLDescription("Another.")] int other) => null;
        }
        """;

    [Fact]
    public void Descriptions_Should_ComeFromXmlDocumentation_When_TypesAreInTheCompilation() =>
        ShouldBeDescribed(Generation.Of(Core.Replace("namespace Core;", "namespace Core {", StringComparison.Ordinal) + "}" + Graph.Replace("namespace Sample;", "namespace Sample {", StringComparison.Ordinal) + "}"));

    [Fact]
    public void Descriptions_Should_ComeFromTheDocumentationFile_When_TypesAreReferenced() =>
        ShouldBeDescribed(Generation.Of(Graph, Generation.CompileLibrary(Core)));

    [Fact]
    public void Descriptions_Should_BeNull_When_ReferenceHasNoDocumentation()
    {
        var library = Generation.CompileLibrary(Core);

        var schema = Generation.Of(Graph, library with { Documentation = "not xml" }).Schema();

        schema.Types["Wallet"].Description.ShouldBeNull();
        schema.QueryType.Fields["wallet"].Description.ShouldBe("The wallet.");
    }

    [Fact]
    public void Descriptions_Should_ComeFromTheAttribute_When_ClassRegistersTheType()
    {
        var schema = Generation.Of("""
            namespace Sample;
            /// <summary>Not this.</summary>
            public sealed record Wallet(int Size);
            [QueryType] public static class Query { public static Wallet? GetWallet() => null; }
            [ObjectType<Wallet>, GraphQLDescription("But this."), GraphQLName("Account")] public static partial class WalletNode;
            """).Schema();

        schema.Types["Account"].Description.ShouldBe("But this.");
    }

    [Fact]
    public void Descriptions_Should_BeInherited_When_InheritdocRefersToAnotherMember()
    {
        var schema = Generation.Of("""
            namespace Sample;
            public interface IHoldings { int Size { get; } }
            public sealed record Wallet(int Size) : IHoldings;
            public static class Loaders
            {
                [DataLoader] public static Task<Dictionary<int, string>> GetNameByIdAsync(IReadOnlyList<int> ids) => throw new NotSupportedException();
            }

            /// <summary>What wallets hold.</summary>
            [QueryType] public static class Query { public static Wallet? GetWallet() => null; }

            /// <summary>Not this.</summary>
            [QueryType] public static class Another
            {
                /// <inheritdoc cref="Sample.Another.GetB" />
                public static int GetA() => 1;
                /// <inheritdoc cref="Sample.Another.GetA" />
                public static int GetB() => 1;
            }
            [InterfaceType<IHoldings>] public static partial class HoldingsInterface
            {
                /// <inheritdoc cref="HoldingsFields.GetNameAsync" />
                /// <param name="scale">Its own.</param>
                public static Task<string?> GetNameAsync([Parent] IHoldings holdings, INameByIdDataLoader loader, int id, int scale) => HoldingsFields.GetNameAsync(holdings, loader, id, scale);
            }
            [ExtendObjectType<IHoldings>] public static class HoldingsFields
            {
                /// <summary>The name.</summary>
                /// <param name="id">Whose name.</param>
                /// <param name="scale">Not this.</param>
                public static Task<string?> GetNameAsync([Parent] IHoldings holdings, INameByIdDataLoader loader, int id, int scale) => loader.LoadAsync(id);
            }
            """).Schema();

        schema.QueryType.Description.ShouldBe("What wallets hold.");
        schema.QueryType.Fields["a"].Description.ShouldBeNull();
        var name = ((InterfaceType)schema.Types["IHoldings"]).Fields["name"];
        name.Description.ShouldBe("The name.");
        name.Arguments.Select(a => a.Description).ShouldBe(["Whose name.", "Its own."]);
    }

    private static void ShouldBeDescribed(Generation generation)
    {
        var schema = generation.Schema();
        var wallet = (ObjectType)schema.Types["Wallet"];

        schema.QueryType.Description.ShouldBe("All of it.");
        schema.QueryType.Fields["wallet"].Description.ShouldBe("The wallet.");
        schema.QueryType.Fields["wallet"].Arguments.Select(a => a.Description).ShouldBe(["Its `address`.", "Another."]);
        wallet.Description.ShouldBe("A wallet, see OPEN_ENDED.");
        wallet.Fields.ToDictionary(f => f.Name, f => f.Description).ShouldBe(new Dictionary<string, string?>
        {
            ["address"] = "Where it is.",
            ["kind"] = "What it is.",
            ["valueUsd"] = "What it is worth; null if unknown.",
            ["count"] = "How many.",
            ["label"] = "But this.",
        });
        schema.Types["Kind"].Description.ShouldBe("Kinds.");
        ((EnumType)schema.Types["Kind"]).Values.Select(v => v.Description).ShouldBe(["Without end.", "Ended."]);
    }
}
