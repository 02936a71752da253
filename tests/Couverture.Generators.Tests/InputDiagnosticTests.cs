using Couverture.Generators.Tests.Support;

namespace Couverture.Generators.Tests;

/// <summary>Diagnostics about ids, defaults, input objects and attributes without effect.</summary>
public sealed class InputDiagnosticTests
{
    private const string Wallet = " public sealed record Wallet(int Size); [QueryType] public static class Query2 { public static Wallet? GetWallet() => null; } ";

    [Theory]
    [InlineData("CVT023", "A", "[QueryType] public static class Query { [ID] public static bool A() => true; public static int B() => 1; }")]
    [InlineData("CVT023", "Id", "public sealed record A([property: ID] decimal Id, int X); [QueryType] public static class Query { public static A? GetA() => null; }")]
    [InlineData("CVT023", "Id", "public sealed record A([property: ID] IReadOnlyList<string> Id, int X); [QueryType] public static class Query { public static A? GetA() => null; }")]
    [InlineData("CVT023", "x", "[QueryType] public static class Query { public static int A([ID] int x) => x; public static int B() => 1; }")]
    [InlineData("CVT023", "x", "[QueryType] public static class Query { public static int A([ID] HashSet<string> x) => 1; public static int B() => 1; }")]
    [InlineData("CVT023", "V", "public sealed record R([property: ID] int V); [QueryType] public static class Query { public static int A(R r) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A([DefaultValue(\"x\")] int x) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A([DefaultValue(null)] int x) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A([DefaultValue(null)] string x) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A([DefaultValue(5000000000L)] int x) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A([DefaultValue(1.5)] int x) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A([DefaultValue(1e300)] decimal x) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A([DefaultValue(300)] byte x) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A([DefaultValue(new[] { 1 })] int[] x) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A([DefaultValue(\"https://a.example/\")] Uri x) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A([DefaultValue(true)] string x) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A(double x = double.NaN) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A(float x = float.PositiveInfinity) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[QueryType] public static class Query { public static int A(DateTimeOffset x = default) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "[Flags] public enum E { B = 1, C = 2 } [QueryType] public static class Query { public static int A(E x = E.B | E.C) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "x", "public enum E { [GraphQLIgnore] B, C } [QueryType] public static class Query { public static int A(E x = E.B) => 1; public static int B() => 1; }")]
    [InlineData("CVT024", "V", "public sealed record R([property: DefaultValue(\"x\")] int V); [QueryType] public static class Query { public static int A(R r) => 1; public static int B() => 1; }")]
    [InlineData("CVT025", "x", "[QueryType] public static class Query { public static int A([GraphQLDeprecated(\"No.\")] int x) => 1; public static int B() => 1; }")]
    [InlineData("CVT025", "V", "public sealed record R([property: GraphQLDeprecated(\"No.\")] int V); [QueryType] public static class Query { public static int A(R r) => 1; public static int B() => 1; }")]
    [InlineData("CVT026", "V", "[OneOf] public sealed record R(int V, string? W); [QueryType] public static class Query { public static int A(R r) => 1; }")]
    [InlineData("CVT026", "V", "[OneOf] public sealed record R(int? V = 3, string? W = null); [QueryType] public static class Query { public static int A(R r) => 1; }")]
    [InlineData("CVT027", "Next", "public sealed record R(int X, R Next); [QueryType] public static class Query { public static int A(R r) => 1; }")]
    [InlineData("CVT027", "Third", "public sealed record R(S Inner); public sealed record S(S? Other, IReadOnlyList<S> Many, R? Back, S Third); [QueryType] public static class Query { public static int A(R r) => 1; }")]
    [InlineData("CVT029", "Query", "[QueryType, GraphQLName(\"Root\")] public static class Query { public static int A() => 1; }")]
    [InlineData("CVT029", "Configure", "[QueryType] public static class Query { public static int A() => 1; internal static void Configure(IObjectTypeDescriptor<string> descriptor) => descriptor.Name(\"B\"); }")]
    [InlineData("CVT029", "A", "[QueryType] public static class Query { [Couverture.Data.UseFiltering<F>] public static IEnumerable<int> A() => []; } public sealed class F : Couverture.Data.Filtering.FilterInputType<int> { protected override void Configure(Couverture.Data.Filtering.IFilterInputTypeDescriptor<int> d) { } }")]
    [InlineData("CVT029", "A", "[QueryType] public static class Query { [Couverture.Data.UseSorting<S>] public static IEnumerable<int> A() => []; } public sealed class S : Couverture.Data.Sorting.SortInputType<int> { protected override void Configure(Couverture.Data.Sorting.ISortInputTypeDescriptor<int> d) { } }")]
    [InlineData("CVT006", "where", "[QueryType] public static class Query { [UsePaging, Couverture.Data.UseFiltering<F>] public static IEnumerable<int> A(int where) => []; public static int B() => 1; } public sealed class F : Couverture.Data.Filtering.FilterInputType<int> { protected override void Configure(Couverture.Data.Filtering.IFilterInputTypeDescriptor<int> d) { } }")]
    [InlineData("CVT006", "order", "[QueryType] public static class Query { [UsePaging, Couverture.Data.UseSorting<S>] public static IEnumerable<int> A(int order) => []; public static int B() => 1; } public sealed class S : Couverture.Data.Sorting.SortInputType<int> { protected override void Configure(Couverture.Data.Sorting.ISortInputTypeDescriptor<int> d) { } }")]
    [InlineData("CVT029", "B", "[QueryType] public static class Query { public static int A() => 1; [ID] internal static string B() => \"\"; }")]
    [InlineData("CVT029", "B", "[ObjectType<Wallet>] public static partial class Node { [BindMember(\"Size\")] internal static int B() => 1; }" + Wallet)]
    [InlineData("CVT029", "A", "[QueryType] public static class Query { [Subscribe(With = \"B\")] public static int A() => 1; }")]
    [InlineData("CVT029", "A", "[ObjectType<Wallet>] public static partial class Node { [Subscribe(With = \"B\")] public static int A() => 1; }" + Wallet)]
    [InlineData("CVT029", "A", "[QueryType] public static class Query { [BindMember(\"B\")] public static int A() => 1; }")]
    [InlineData("CVT029", "A", "[ExtendObjectType(\"Wallet\")] public static class E { [BindMember(\"Size\")] public static int A() => 1; }" + Wallet)]
    [InlineData("CVT029", "ct", "[QueryType] public static class Query { public static int A([DefaultValue(1)] CancellationToken ct) => 1; }")]
    [InlineData("CVT029", "ct", "[QueryType] public static class Query { public static int A([ID] CancellationToken ct) => 1; }")]
    [InlineData("CVT029", "w", "[ObjectType<Wallet>] public static partial class Node { public static int A([Parent, Service] Wallet w) => 1; }" + Wallet)]
    [InlineData("CVT029", "s", "[QueryType] public static class Query { public static int A([ScopedState(\"\")] string s) => 1; }")]
    [InlineData("CVT029", "R", "[OneOf] public sealed record R(int? V); [QueryType] public static class Query { public static R? A() => null; }")]
    public void Generator_Should_ReportDiagnostic_When_InputIsInvalid(string id, string at, string source) => Misuse.Check(id, at, source);
}
