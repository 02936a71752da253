using Couverture.Generators.Tests.Support;

namespace Couverture.Generators.Tests;

/// <summary>Diagnostics about invalid and duplicate names.</summary>
public sealed class NameDiagnosticTests
{
    private const string Wallet = " public sealed record Wallet(int Size); [QueryType] public static class Query2 { public static Wallet? GetWallet() => null; } ";

    [Theory]
    [InlineData("CVT021", "GetA", "[QueryType] public static class Query { [GraphQLName(\"a b\")] public static int GetA() => 1; public static int B() => 1; }")]
    [InlineData("CVT021", "GetA", "[QueryType] public static class Query { [GraphQLName(\"\")] public static int GetA() => 1; public static int B() => 1; }")]
    [InlineData("CVT021", "__A", "[QueryType] public static class Query { public static int __A() => 1; public static int B() => 1; }")]
    [InlineData("CVT021", "GetÄpfel", "[QueryType] public static class Query { public static int GetÄpfel() => 1; public static int B() => 1; }")]
    [InlineData("CVT021", "x", "[QueryType] public static class Query { public static int A([GraphQLName(\"1x\")] int x) => 1; public static int B() => 1; }")]
    [InlineData("CVT021", "V", "public sealed record A([property: GraphQLName(\"v-v\")] int V, int W); [QueryType] public static class Query { public static A? GetA() => null; }")]
    [InlineData("CVT021", "V", "public sealed record R([property: GraphQLName(\"__v\")] int V); [QueryType] public static class Query { public static int A(R r) => 1; public static int B() => 1; }")]
    [InlineData("CVT021", "V", "public enum E { [GraphQLName(\"v-v\")] V, W } [QueryType] public static class Query { public static E A() => default; }")]
    [InlineData("CVT021", "V", "public enum E { [GraphQLName(\"true\")] V, W } [QueryType] public static class Query { public static E A() => default; }")]
    [InlineData("CVT021", "A", "[GraphQLName(\"a-b\")] public sealed record A(int V); [QueryType] public static class Query { public static A? GetA() => null; }")]
    [InlineData("CVT021", "A", "[GraphQLName(\"__A\")] public sealed record A(int V); [QueryType] public static class Query { public static A? GetA() => null; }")]
    [InlineData("CVT021", "Node", "[ObjectType<Wallet>] public static partial class Node { static partial void Configure(IObjectTypeDescriptor<Wallet> descriptor) => descriptor.Name(\"a-b\"); }" + Wallet)]
    [InlineData("CVT021", "Node", "[ObjectType<Wallet>, GraphQLName(\"a-b\")] public static partial class Node { }" + Wallet)]
    [InlineData("CVT021", "GetA", "[QueryType] public static class Query { [UsePaging(ConnectionName = \"a-b\")] public static IEnumerable<int> GetA() => []; }")]
    [InlineData("CVT006", "y", "[QueryType] public static class Query { public static int A([GraphQLName(\"y\")] int x, int y) => 1; public static int B() => 1; }")]
    [InlineData("CVT006", "first", "[QueryType] public static class Query { [UsePaging] public static IEnumerable<int> A(int first) => []; public static int B() => 1; }")]
    [InlineData("CVT006", "B", "public sealed record R([property: GraphQLName(\"b\")] int A, int B); [QueryType] public static class Query { public static int A(R r) => 1; public static int B() => 1; }")]
    [InlineData("CVT006", "C", "public enum E { AB, [GraphQLName(\"AB\")] C } [QueryType] public static class Query { public static E A() => default; }")]
    [InlineData("CVT006", "Size", "[ExtendObjectType(\"Wallet\")] public static class More { public static int Size() => 1; }" + Wallet)]
    [InlineData("CVT006", "B", "[ExtendObjectType(\"Wallet\")] public static class More { public static int GetB() => 1; } [ExtendObjectType(\"Wallet\")] public static class Most { public static int B() => 1; }" + Wallet)]
    [InlineData("CVT022", "B", "[GraphQLName(\"X\")] public sealed record A(int V); [GraphQLName(\"X\")] public sealed record B(int V); [QueryType] public static class Query { public static A? GetA() => null; public static B? GetB() => null; }")]
    [InlineData("CVT022", "B", "[GraphQLName(\"X\")] public sealed record A(int V); [GraphQLName(\"X\")] public enum B { Y } [QueryType] public static class Query { public static A? GetA() => null; public static B GetB() => default; }")]
    [InlineData("CVT022", "AInput", "public sealed record AInput(int V); public sealed record A(int V); [QueryType] public static class Query { public static int GetA(AInput x, A y) => 1; }")]
    [InlineData("CVT022", "A", "[GraphQLName(\"Query\")] public sealed record A(int V); [QueryType] public static class Q { public static A? GetA() => null; }")]
    [InlineData("CVT022", "A", "[GraphQLName(\"Int\")] public sealed record A(int V); [QueryType] public static class Q { public static A? GetA() => null; }")]
    [InlineData("CVT022", "PageInfo", "public sealed record PageInfo(int V); [QueryType] public static class Q { public static PageInfo? GetA() => null; [UsePaging] public static IEnumerable<int> GetItems() => []; }")]
    [InlineData("CVT022", "GetItems", "public sealed record ItemsConnection(int V); [QueryType] public static class Q { public static ItemsConnection? GetA() => null; [UsePaging] public static IEnumerable<int> GetItems() => []; }")]
    [InlineData("CVT022", "B", "public sealed record B(int V); [QueryType] public static class Q { public static B? GetB() => null; } [ObjectType<Wallet>] public static partial class Node { static partial void Configure(IObjectTypeDescriptor<Wallet> descriptor) => descriptor.Name(\"B\"); }" + Wallet)]
    public void Generator_Should_ReportDiagnostic_When_NameIsInvalidOrTaken(string id, string at, string source) => Misuse.Check(id, at, source);
}
