using Couverture.Generators.Tests.Support;

namespace Couverture.Generators.Tests;

/// <summary>Generated code compiles without warnings, even if the host enables all of them.</summary>
public sealed class WarningTests
{
    private const string Everything = """
        #pragma warning disable CS1591, CS0618 // for this source only, not for generated code
        [assembly: Module("Everything")]
        namespace Sample.@event;

        public enum Range { OneDay, [Obsolete("Old.")] OneYear, @default }

        public interface IHoldings { string Name { get; } }
        public sealed record Wallet([property: ID] string Id, string Name, int? Size, IReadOnlyList<IReadOnlyList<string?>>? Rows) : IHoldings
        {
            [Obsolete] public decimal @decimal => 1m;
            [Obsolete("No longer used.")] public Box<Range>? Box => null;
            public string? Line { get; init; }
        }

        public sealed record Box<T>(T Value);
        internal sealed record Hidden(Uri? Address, DateTimeOffset At);

        public sealed class Filter
        {
            public required string Name { get; init; }
            public int Least { get; set; } = 5;
            public List<int?>? Sizes { get; init; }
            public string[][]? Names { get; init; }
            [Obsolete("No more.")] public Range? Range { get; init; }
        }

        [OneOf] public sealed record Which(int? Number, string? @string, Filter? Filter);

        [InterfaceType<IHoldings>] public static partial class HoldingsInterface
        {
            static partial void Configure(IInterfaceTypeDescriptor<IHoldings> descriptor) => descriptor.Name("Holdings");
            public static int GetCount([Parent] IHoldings holdings) => holdings.Name.Length;
        }

        [ObjectType<Wallet>] public static partial class WalletNode
        {
            [BindMember(nameof(Wallet.Size))] public static int GetExtent([Parent] Wallet wallet) => wallet.Size ?? 0;
            [UsePaging(IncludeTotalCount = true)] public static Task<IEnumerable<Wallet>?> GetFriendsAsync([Parent] Wallet wallet, IResolverContext context) => null!;
        }

        [ExtendObjectType<IHoldings>] internal static class HoldingsFields
        {
            public static async Task<int> GetSumAsync([Parent] IHoldings holdings, IWalletByIdDataLoader loader, CancellationToken ct) =>
                (await loader.LoadAsync(holdings.Name, ct))?.Size ?? 0;
        }

        [ExtendObjectType("FriendsConnection")] public static class FriendsConnectionFields
        {
            public static string? GetNote([ScopedState("note")] string? note) => note;
        }

        [QueryType] public static class Query
        {
            public static Wallet? GetWallet(string @class, Range range = Range.OneYear, double half = 0.5, bool? flag = true, string text = "a\"b\n") => null;
            public static int GetNumber(Filter filter, Which? which, int[] numbers, List<List<string>>? lists, System.Collections.Immutable.ImmutableArray<int> more) => 1;
            internal static int NotAField() => 1;
            [Obsolete("Gone soon.")] public static ValueTask<IHoldings?> Anything([ID] string id, [Service] IServiceProvider services) => default;
            public static string Echo([GraphQLName("say")] string text, IServiceProvider services) => text;
        }

        [MutationType] public static class Mutation { public static Task<Range> SetAsync(Range? range) => Task.FromResult(Range.OneDay); }

        [SubscriptionType] public static class Subscription
        {
            internal static async IAsyncEnumerable<int> Ticks(int from, IServiceProvider services, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
            {
                await Task.Delay(1, ct);
                yield return from;
            }

            [Subscribe(With = nameof(Ticks))] public static int Ticked([EventMessage] int tick, int from) => tick;
            [Subscribe(With = nameof(Ticks))] public static async Task<Wallet?> WalletChanged([EventMessage] int tick, int from) { await Task.Yield(); return null; }
        }

        public static class Loaders
        {
            [DataLoader(MaxBatchSize = 10)]
            public static async Task<Dictionary<string, Wallet>> GetWalletByIdAsync(IReadOnlyList<string> keys, IServiceProvider services, CancellationToken ct)
            {
                await Task.Delay(1, ct);
                return [];
            }

            [DataLoader]
            public static Task<IReadOnlyDictionary<int, string?>> GetNameAsync(IReadOnlyList<int> keys) => null!;

            [DataLoader]
            internal static Task<System.Linq.ILookup<(int Row, int Column), Hidden>> GetHiddenAsync(IReadOnlyList<(int Row, int Column)> keys, INameDataLoader names) => null!;
        }
        """;

    [Fact]
    public void GeneratedCode_Should_CompileWithoutWarnings_When_AllFeaturesAreUsed()
    {
        var generation = Generation.Strict(Everything);

        generation.Diagnostics.Select(d => d.ToString()).ShouldBeEmpty();
        generation.CompilerDiagnostics.ShouldBeEmpty();
        generation.Result.GeneratedTrees.Length.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void GeneratedCode_Should_BeIdentical_When_GeneratedTwice() =>
        Texts(Generation.Strict(Everything)).ShouldBe(Texts(Generation.Strict(Everything)));

    [Fact]
    public void GeneratedCode_Should_HaveShortLines_When_NamesAreOfOrdinaryLength() =>
        Texts(Generation.Strict(Everything)).SelectMany(t => t.Split('\n')).Where(l => l.TrimEnd() != l || l.Length > 200).ShouldBeEmpty();

    private static IEnumerable<string> Texts(Generation generation) => generation.Result.GeneratedTrees.Select(t => t.ToString());
}
