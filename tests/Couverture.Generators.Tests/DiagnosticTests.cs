using Couverture.Generators.Tests.Support;

namespace Couverture.Generators.Tests;

/// <summary>Each misuse is reported with its id and message at the symbol that causes it.</summary>
public sealed class DiagnosticTests
{
    private const string Wallet = " public sealed record Wallet(int Size); [QueryType] public static class Query { public static Wallet? GetWallet() => null; } ";

    [Theory]
    [InlineData("CVT001", "Q", "[QueryType] public class Q { public static int A() => 1; }")]
    [InlineData("CVT002", "Node", "[ObjectType<Wallet>] public static class Node { }" + Wallet)]
    [InlineData("CVT002", "Node", "public static partial class Outer { [ObjectType<Wallet>] public static partial class Node { } }" + Wallet)]
    [InlineData("CVT003", "parent", "[ObjectType<Wallet>] public static partial class Node { public static int A([Parent] string parent) => 1; }" + Wallet)]
    [InlineData("CVT003", "parent", "[QueryType] public static class Q { public static int A([Parent] string parent) => 1; }")]
    [InlineData("CVT003", "w", "public interface IA; [ExtendObjectType<IA>] public static class E { public static int A([Parent] Wallet w) => 1; } public sealed record B : IA { public int X => 1; } [QueryType] public static class Q2 { public static B? GetB() => null; }" + Wallet)]
    [InlineData("CVT004", "A", "[QueryType] public static class Q { public static void A() { } }")]
    [InlineData("CVT004", "A", "[QueryType] public static class Q { public static Task A() => Task.CompletedTask; }")]
    [InlineData("CVT004", "A", "[QueryType] public static class Q { public static object A() => 1; }")]
    [InlineData("CVT004", "A", "[QueryType] public static class Q { public static IReadOnlyDictionary<string, int> A() => null!; }")]
    [InlineData("CVT004", "Any", "public sealed record R(int X) { public object Any => 1; } [QueryType] public static class Q { public static R? A() => null; }")]
    [InlineData("CVT005", "w", "public sealed class Watcher(IDisposable what) { public int X => what.GetHashCode(); } [QueryType] public static class Q { public static int A(Watcher w) => 1; }")]
    [InlineData("CVT005", "Other", "public sealed record R(int X, HashSet<int> Other); [QueryType] public static class Q { public static int A(R r) => 1; }")]
    [InlineData("CVT020", "w", "[QueryType] public static class Q { public static int A(Wallet w) => 1; }" + Wallet)]
    [InlineData("CVT005", "m", "[QueryType] public static class Q { public static int A(int[,] m) => 1; }")]
    [InlineData("CVT005", "s", "[QueryType] public static class Q { public static int A(HashSet<int> s) => 1; }")]
    [InlineData("CVT006", "A", "[QueryType] public static class Q { public static int GetA() => 1; public static int A(int x) => 1; }")]
    [InlineData("CVT006", "A", "[QueryType] public static class P { public static int GetA() => 1; } [QueryType] public static class Q { public static int A() => 1; }")]
    [InlineData("CVT006", "GetA", "[ObjectType<Wallet>] public static partial class Node { public static int A() => 1; } [ExtendObjectType<Wallet>] public static class More { public static int GetA() => 1; }" + Wallet)]
    [InlineData("CVT006", "SIZE", "public sealed record R(int Size) { public int SIZE => 1; } [QueryType] public static class Q { public static R? A() => null; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader] public static Task<IReadOnlyDictionary<int, string>> A(int[] keys) => null!; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader] public static Task<string> A(IReadOnlyList<int> keys) => null!; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader] public static IReadOnlyDictionary<int, string> A(IReadOnlyList<int> keys) => null!; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader] public static Task<Dictionary<long, string>> A(IReadOnlyList<int> keys) => null!; }")]
    [InlineData("CVT007", "A", "public class L { [DataLoader] public Task<Dictionary<int, string>> A(IReadOnlyList<int> keys) => null!; }")]
    [InlineData("CVT008", "A", "[QueryType] public static class Q { [UsePaging] public static Task<string> A() => null!; }")]
    [InlineData("CVT009", "A", "public struct Point { public int X => 1; } [QueryType] public static class Q { public static Point A() => default; }")]
    [InlineData("CVT009", "Where", "public struct Point { public int X => 1; } public sealed record R(int X) { public Point? Where => null; } [QueryType] public static class Q { public static R? A() => null; }")]
    [InlineData("CVT009", "A", "[QueryType] public static class Q { public static System.Text.StringBuilder A() => null!; }")]
    [InlineData("CVT010", "A", "public interface IA { int X { get; } } [QueryType] public static class Q { public static IA A() => null!; }")]
    [InlineData("CVT011", "A", "[ObjectType<Wallet>] public static partial class Node { [BindMember(\"Nothing\")] public static int A() => 1; }" + Wallet)]
    [InlineData("CVT012", "E", "public interface IA; [ExtendObjectType<IA>] public static class E { public static int A() => 1; }")]
    [InlineData("CVT012", "E", "public sealed record R(int X); [ExtendObjectType<R>] public static class E { public static int A() => 1; }")]
    [InlineData("CVT013", "GetAAsync", "public static class L { [DataLoader] public static Task<Dictionary<int, string>> A(IReadOnlyList<int> keys) => null!; } public static class M { [DataLoader] public static Task<Dictionary<int, string>> GetAAsync(IReadOnlyList<int> keys) => null!; }")]
    [InlineData("CVT014", "Node2", "[ObjectType<Wallet>] public static partial class Node { } [ObjectType<Wallet>] public static partial class Node2 { }" + Wallet)]
    [InlineData("CVT015", "A", "public static class L { [DataLoader] private static Task<Dictionary<int, string>> A(IReadOnlyList<int> keys) => null!; }")]
    [InlineData("CVT015", "Q", "public static class Outer { [QueryType] private static class Q { public static int A() => 1; } }")]
    [InlineData("CVT015", "Q", "[QueryType] public static class Q<T> { public static int A() => 1; }")]
    [InlineData("CVT016", "Node", "[ObjectType<Wallet>, ExtendObjectType<Wallet>] public static partial class Node { public static int A() => 1; }" + Wallet)]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { public static int Ticked([EventMessage] int tick) => tick; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { [Subscribe] public static int Ticked([EventMessage] int tick) => tick; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { [Subscribe(With = \"Nothing\")] public static int Ticked([EventMessage] int tick) => tick; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { [Subscribe(With = nameof(Ticks))] public static int Ticked([EventMessage] int tick) => tick; public static IAsyncEnumerable<int> Ticks() => null!; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { [Subscribe(With = nameof(Ticks))] public static int Ticked([EventMessage] int tick) => tick; private static IAsyncEnumerable<int> Ticks() => null!; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { [Subscribe(With = nameof(Ticks))] public static int Ticked([EventMessage] int tick) => tick; internal static IEnumerable<int> Ticks() => null!; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { [Subscribe(With = nameof(Ticks))] public static int Ticked([EventMessage] int tick) => tick; internal static IAsyncEnumerable<string> Ticks() => null!; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { [Subscribe(With = nameof(Ticks))] public static int Ticked([EventMessage] int tick) => tick; internal static IAsyncEnumerable<int> Ticks(int from) => null!; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { [Subscribe(With = nameof(Ticks))] public static int Ticked([EventMessage] int tick, int from) => tick; internal static IAsyncEnumerable<int> Ticks(string from) => null!; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { [Subscribe(With = nameof(Ticks))] public static int Ticked([EventMessage] int tick) => tick; internal static IAsyncEnumerable<int> Ticks([Parent] string from) => null!; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT035", "ById", "[ObjectType<Wallet>] public static partial class Node { [NodeResolver] public static Wallet? ById(string key) => null; }" + Wallet)]
    [InlineData("CVT035", "ById", "[ObjectType<Wallet>] public static partial class Node { [NodeResolver] public static Wallet? ById(decimal id) => null; }" + Wallet)]
    [InlineData("CVT035", "ById", "[ObjectType<Wallet>] public static partial class Node { [NodeResolver] public static Wallet? ById(string id, int other) => null; }" + Wallet)]
    [InlineData("CVT035", "ById2", "[ObjectType<Wallet>] public static partial class Node { [NodeResolver] public static Wallet? ById(string id) => null; [NodeResolver] public static Wallet? ById2(string id) => null; }" + Wallet)]
    [InlineData("CVT035", "ById", "[ExtendObjectType<Wallet>] public static class Node { [NodeResolver] public static Wallet? ById(string id) => null; }" + Wallet)]
    [InlineData("CVT018", "tick", "[QueryType] public static class Q { public static int A([EventMessage] int tick) => tick; }")]
    [InlineData("CVT018", "tick", "[MutationType] public static class M { public static int A([EventMessage] int tick) => tick; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT003", "p", "[MutationType] public static class M { public static int A([Parent] string p) => 1; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT006", "A", "[MutationType] public static class M { public static int GetA() => 1; } [MutationType] public static class N { public static int A() => 1; } [QueryType] public static class Query { public static int X() => 1; }")]
    [InlineData("CVT005", "n", "[QueryType] public static class Q { public static int A(ref int n) => n; public static int B() => 1; }")]
    [InlineData("CVT005", "n", "[QueryType] public static class Q { public static int A(out int n) => n = 1; public static int B() => 1; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader] public static Task<Dictionary<string, string>> A(IReadOnlyList<string?> keys) => null!; }")]
    [InlineData("CVT015", "A", "[QueryType] public static class Q { public static T A<T>() => default!; public static int B() => 1; }")]
    [InlineData("CVT019", "Configure", "[ObjectType<Wallet>] public static partial class Node { static partial void Configure(IObjectTypeDescriptor<Wallet> descriptor) { System.Func<Wallet, object?> size = w => w.Size; descriptor.Ignore(size); } }" + Wallet)]
    [InlineData("CVT019", "Configure", "[ObjectType<Wallet>] public static partial class Node { static partial void Configure(IObjectTypeDescriptor<Wallet> descriptor) => descriptor.Ignore(w => w.ToString()); }" + Wallet)]
    [InlineData("CVT019", "Configure", "[ObjectType<Wallet>] public static partial class Node { static partial void Configure(IObjectTypeDescriptor<Wallet> d) => Hide(d); private static void Hide(IObjectTypeDescriptor<Wallet> d) => d.Ignore(w => w.Size); }" + Wallet)]
    public void Generator_Should_ReportDiagnostic_When_AttributesAreMisused(string id, string at, string source) => Misuse.Check(id, at, source);

    [Fact]
    public void Generator_Should_ReportAtTheMethod_When_PropertyOfAnotherAssemblyHasNoScalar()
    {
        var library = Generation.CompileLibrary("namespace Core { public struct Point { public int X => 1; } public sealed record Place(int Id, Point Point); }");

        var diagnostic = Generation.Of(
            "namespace Sample { [QueryType] public static class Query { public static Core.Place? GetPlace() => null; } }", library)
            .Diagnostics.ShouldHaveSingleItem();

        diagnostic.ToString().ShouldBe(
            "Source.cs(1,86): error CVT009: 'Core.Place.Point' is a Core.Point, which is not bound to a scalar; bind it with BindRuntimeType<Core.Point, TScalar>(), "
            + "register it with [ObjectType<Core.Point>], or exclude the member with [GraphQLIgnore] or Configure's Ignore");
    }

    [Fact]
    public void Generator_Should_ReportNothing_When_ConfigureIgnoresTheProperty()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public struct Point { public int X => 1; }
            public sealed record Unseen(int X);
            public sealed record Place(int Id, Point Point, Unseen Unseen, IReadOnlyDictionary<int, int> Map);
            [QueryType] public static class Query { public static Place? GetPlace() => null; }
            [ObjectType<Place>] public static partial class PlaceNode
            {
                static partial void Configure(IObjectTypeDescriptor<Place> descriptor)
                {
                    descriptor.Ignore(t => t.Point).Ignore(t => t.Unseen);
                    descriptor.Ignore(place => (object)place.Map);
                }
            }
            """);

        generation.Sdl("Place").ShouldBe("""
            type Place {
              id: Int!
            }
            """);
        generation.Schema().Types.Select(t => t.Name).ShouldNotContain("Unseen");
    }

    [Fact]
    public void Generator_Should_LeaveErrorToTheCompiler_When_TypeDoesNotExist()
    {
        var generation = Generation.Of("namespace Sample { [QueryType] public static class Query { public static int A(INothingDataLoader loader) => 1; public static Nothing B() => null!; public static int C() => 1; } }");

        generation.Diagnostics.ShouldBeEmpty();
        generation.CompilerDiagnostics.ShouldAllBe(d => d.Contains("CS0246", StringComparison.Ordinal));
        generation.CompilerDiagnostics.Count.ShouldBe(2);
    }

    [Fact]
    public void Generator_Should_GenerateNothing_When_NothingIsAnnotated() =>
        Generation.Of("namespace Sample { public static class Plain { public static int A() => 1; } }").Result.GeneratedTrees.ShouldBeEmpty();
}
