using Couverture.Generators.Tests.Support;

namespace Couverture.Generators.Tests;

/// <summary>Diagnostics about types, extensions, DataLoaders and paging.</summary>
public sealed class TypeDiagnosticTests
{
    private const string Wallet = " public sealed record Wallet(int Size); [QueryType] public static class Query2 { public static Wallet? GetWallet() => null; } ";

    [Theory]
    [InlineData("CVT028", "Query", "[QueryType] public static class Query { internal static int A() => 1; }")]
    [InlineData("CVT028", "M", "[MutationType] public static class M { } [QueryType] public static class Query { public static int X() => 1; } ")]
    [InlineData("CVT028", "E", "[ExtendObjectType<Wallet>] public static class E { }" + Wallet)]
    [InlineData("CVT028", "A", "public sealed record A; [QueryType] public static class Query { public static A? GetA() => null; }")]
    [InlineData("CVT028", "Node", "[ObjectType<Wallet>] public static partial class Node { static partial void Configure(IObjectTypeDescriptor<Wallet> descriptor) => descriptor.Ignore(w => w.Size); }" + Wallet)]
    [InlineData("CVT028", "E", "public enum E { [GraphQLIgnore] A } [QueryType] public static class Query { public static E GetA() => default; }")]
    [InlineData("CVT028", "N", "public interface IA; [InterfaceType<IA>] public static partial class N { } public sealed record B(int X) : IA; [QueryType] public static class Query { public static B? GetB() => null; }")]
    [InlineData("CVT030", "Configure", "[ObjectType<Wallet>] public static partial class Node { static void Configure(IObjectTypeDescriptor<Wallet> descriptor) => descriptor.Name(\"A\"); }" + Wallet)]
    [InlineData("CVT031", "N", "public class A { public int X => 1; } [InterfaceType<A>] public static partial class N { } [QueryType] public static class Query { public static A? GetA() => null; }")]
    [InlineData("CVT031", "N", "public enum E { A } [ObjectType<E>] public static partial class N { } [QueryType] public static class Query { public static int X() => 1; } ")]
    [InlineData("CVT031", "N", "[ObjectType<string>] public static partial class N { public static int A([Parent] string text) => 1; } [QueryType] public static class Query { public static int X() => 1; } ")]
    [InlineData("CVT032", "Z", "public interface IA { int X { get; } } public sealed record B(int Y) : IA { [GraphQLName(\"x\")] public string Z => \"\"; int IA.X => 1; } [InterfaceType<IA>] public static partial class N { } [QueryType] public static class Query { public static B? GetB() => null; }")]
    [InlineData("CVT032", "X", "public interface IA { string X { get; } } public sealed record B(int Y) : IA { public string? X => null; string IA.X => \"\"; } [InterfaceType<IA>] public static partial class N { } [QueryType] public static class Query { public static B? GetB() => null; }")]
    [InlineData("CVT032", "X", "public interface IA { int X { get; } } public sealed record B([property: GraphQLDeprecated(\"y\")] int X) : IA; [InterfaceType<IA>] public static partial class N { } [QueryType] public static class Query { public static B? GetB() => null; }")]
    [InlineData("CVT032", "F", "public interface IA; [InterfaceType<IA>] public static partial class N { public static int F([Parent] IA a, int x) => 1; } public sealed record B(int Y) : IA; [ExtendObjectType<IA>] public static class E { public static int F([Parent] IA a, string x) => 1; } [QueryType] public static class Query { public static B? GetB() => null; }")]
    [InlineData("CVT032", "F", "public interface IA; [InterfaceType<IA>] public static partial class N { public static int F([Parent] IA a, int x) => 1; } public sealed record B(int Y) : IA; [ExtendObjectType<IA>] public static class E { public static int F([Parent] IA a) => 1; } [QueryType] public static class Query { public static B? GetB() => null; }")]
    [InlineData("CVT032", "F", "public interface IA; [InterfaceType<IA>] public static partial class N { public static int F([Parent] IA a) => 1; } public sealed record B(int Y) : IA; [ExtendObjectType<IA>] public static class E { public static int F([Parent] IA a, int y) => 1; } [QueryType] public static class Query { public static B? GetB() => null; }")]
    [InlineData("CVT034", "w", "[ObjectType<Wallet>] public static partial class Node { public static int A(Wallet w) => 1; }" + Wallet)]
    [InlineData("CVT034", "a", "public interface IA; public sealed record B(int X) : IA; [ExtendObjectType<IA>] public static class E { public static int A(IA a) => 1; } [QueryType] public static class Query { public static B? GetB() => null; }")]
    [InlineData("CVT012", "E", "[ExtendObjectType(\"Walet\")] public static class E { public static int A() => 1; }" + Wallet)]
    [InlineData("CVT011", "A", "public interface IA; public sealed record B(int X) : IA; [ExtendObjectType<IA>] public static class E { [BindMember(\"Nothing\")] public static int A() => 1; } [QueryType] public static class Query { public static B? GetB() => null; }")]
    [InlineData("CVT008", "B", "[QueryType] public static class Query { [UsePaging(ConnectionName = \"X\")] public static IEnumerable<int> A() => []; [UsePaging(ConnectionName = \"X\")] public static IEnumerable<string> B() => []; }")]
    [InlineData("CVT008", "A", "[QueryType] public static class Query { [UsePaging(DefaultPageSize = 10, MaxPageSize = 5)] public static IEnumerable<int> A() => []; }")]
    [InlineData("CVT008", "A", "[QueryType] public static class Query { [UsePaging(DefaultPageSize = -1)] public static IEnumerable<int> A() => []; }")]
    [InlineData("CVT008", "A", "[QueryType] public static class Query { [UsePaging, ID] public static IEnumerable<string> A() => []; }")]
    [InlineData("CVT015", "V", "public sealed record A(int W) { [Obsolete(\"Gone.\", true)] public int V => 1; } [QueryType] public static class Query { public static A? GetA() => null; }")]
    [InlineData("CVT004", "A", "[QueryType] public static class Query { public static IAsyncEnumerable<int> A() => null!; public static int B() => 1; }")]
    [InlineData("CVT019", "Configure", "[ObjectType<Wallet>] public static partial class Node { static partial void Configure(IObjectTypeDescriptor<Wallet> descriptor) { if (DateTime.Now.Year > 2000) descriptor.Ignore(w => w.Size); } }" + Wallet)]
    [InlineData("CVT019", "Configure", "public sealed record A(A? Outer, int Size); [ObjectType<A>] public static partial class Node { static partial void Configure(IObjectTypeDescriptor<A> descriptor) => descriptor.Ignore(a => a.Outer!.Size); } [QueryType] public static class Query { public static A? GetA() => null; }")]
    [InlineData("CVT019", "Configure", "[ObjectType<Wallet>] public static partial class Node { static partial void Configure(IObjectTypeDescriptor<Wallet> descriptor) => descriptor.Name(DateTime.Now.ToString()); }" + Wallet)]
    [InlineData("CVT013", "A", "public interface IADataLoader; public static class L { [DataLoader] public static Task<Dictionary<int, string>> A(IReadOnlyList<int> keys) => null!; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader(MaxBatchSize = -1)] public static Task<Dictionary<int, string>> A(IReadOnlyList<int> keys) => null!; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader] public static Task<Dictionary<int[], string>> A(IReadOnlyList<int[]> keys) => null!; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader] public static Task<Dictionary<int, string>> A(IReadOnlyList<int> keys, int depth) => null!; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader] public static Task<Dictionary<int, string>> A(IReadOnlyList<int> keys, DateTimeOffset at) => null!; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader] public static Task<Dictionary<int, string>> A(IReadOnlyList<int> keys, ref IDisposable service) => null!; }")]
    [InlineData("CVT007", "A", "public static class L { [DataLoader] public static Task<Dictionary<int, string>> A(IReadOnlyList<int> keys, IResolverContext context) => null!; }")]
    [InlineData("CVT017", "Ticked", "[SubscriptionType] public static class S { [Subscribe(With = nameof(Ticks))] public static int Ticked([EventMessage] int tick, [EventMessage] string text) => tick; internal static IAsyncEnumerable<int> Ticks() => null!; } [QueryType] public static class Query { public static int X() => 1; } ")]
    public void Generator_Should_ReportDiagnostic_When_TypeIsInvalid(string id, string at, string source) => Misuse.Check(id, at, source);
}
