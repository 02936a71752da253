using System.Collections.Immutable;
using Couverture.Generators.Tests.Support;
using Couverture.Language;

namespace Couverture.Generators.Tests;

public sealed class ArgumentTests
{
    [Fact]
    public void Defaults_Should_ComeFromTheParameters_When_NotNull()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public enum TimeRange { OneDay, OneYear }
            [QueryType] public static class Query
            {
                public static int GetOne(
                    CancellationToken ct,
                    TimeRange range = TimeRange.OneYear,
                    TimeRange? other = TimeRange.OneDay,
                    bool flag = true,
                    int number = -5,
                    decimal share = 0.05m,
                    double ratio = 1,
                    string text = "a \"b\"\n",
                    string? nothing = null,
                    int? none = null,
                    [GraphQLName("renamed")] int last = 7) => 1;
            }
            """);

        generation.Schema().QueryType.Fields["one"].Arguments.Select(a => $"{a.Name}: {a.Type} = {a.DefaultValue}").ShouldBe(
        [
            "range: TimeRange! = ONE_YEAR",
            "other: TimeRange = ONE_DAY",
            "flag: Boolean! = true",
            "number: Int! = -5",
            "share: Decimal! = 0.05",
            "ratio: Float! = 1.0",
            "text: String! = \"a \\\"b\\\"\\n\"",
            "nothing: String = ",
            "none: Int = ",
            "renamed: Int! = 7",
        ]);
    }

    [Fact]
    public void Collections_Should_HaveTheParameterType_When_ListIsConverted()
    {
        var generation = Generation.Of("""
            using System.Collections.Immutable;
            namespace Sample;
            [QueryType] public static class Query
            {
                public static int GetOne(
                    int[] a, IReadOnlyList<int?> b, List<string> c, ImmutableArray<int> d, IEnumerable<string?>? e) => 1;
            }
            """);

        generation.Schema().QueryType.Fields["one"].Arguments.Select(a => $"{a.Name}: {a.Type}")
            .ShouldBe(["a: [Int!]!", "b: [Int]!", "c: [String!]!", "d: [Int!]!", "e: [String]"]);
        var arguments = generation.Declare().Root(OperationType.Query).Fields.Single().Arguments;
        arguments[0].ToCollection!([1, 2]).ShouldBeOfType<int[]>().ShouldBe([1, 2]);
        arguments[1].ToCollection!([1, null]).ShouldBeOfType<int?[]>().ShouldBe([1, null]);
        arguments[2].ToCollection!(["x"]).ShouldBeOfType<List<string>>().ShouldBe(["x"]);
        arguments[3].ToCollection!([3]).ShouldBeOfType<ImmutableArray<int>>().ShouldBe([3]);
        arguments[4].ToCollection!(["x", null]).ShouldBeOfType<string?[]>().ShouldBe(["x", null]);
    }

    [Fact]
    public void Parameters_Should_ComeFromTheContext_When_NotArguments()
    {
        var generation = Generation.Of("""
            namespace Sample;
            public interface ISource { }
            public sealed class Clock { }
            public interface IOwnDataLoader : IDataLoader<int, string>;
            public static class Loaders
            {
                [DataLoader] public static Task<IReadOnlyDictionary<int, string>> GetNameByIdAsync(IReadOnlyList<int> ids, CancellationToken ct) => throw new NotSupportedException();
            }
            [QueryType] public static class Query
            {
                public static async Task<string?> GetOneAsync(
                    int first, ISource source, [Service] Clock clock, INameByIdDataLoader generated, IOwnDataLoader own,
                    IResolverContext context, [ScopedState("k")] string? state, CancellationToken ct, int second = 1) => await generated.LoadAsync(first, ct);
            }
            """);

        generation.Sdl("Query").ShouldContain("one(first: Int!");
        var text = generation.File("Sample.Query.Fields.g.cs");
        text.ShouldContain("""
                            context.Argument<int>(0),
                            context.Service<global::Sample.ISource>(),
                            context.Service<global::Sample.Clock>(),
                            context.DataLoader<global::Sample.INameByIdDataLoader>(),
                            context.DataLoader<global::Sample.IOwnDataLoader>(),
                            context,
                            context.ScopedState<string?>("k"),
                            context.RequestAborted,
                            context.Argument<int>(1))),
        """);
    }

    [Fact]
    public void Resolver_Should_BePure_When_TheMethodGetsOnlyTheParentAndArguments()
    {
        var text = Generation.Of("""
            namespace Sample;
            public sealed record Pet(int Age);
            [ObjectType<Pet>] public static partial class PetNode
            {
                public static int GetYears([Parent] Pet pet, int factor) => pet.Age * factor;
                public static int GetSize([Parent] Pet pet, int factor, IResolverContext context) => pet.Age * factor * context.Path.Length;
            }
            [QueryType] public static class Query { public static Pet GetPet(IResolverContext context) => new(1); }
            """).File("Sample.PetNode.Fields.g.cs");

        text.Split(")) { IsPure = true },").Length.ShouldBe(2, "GetSize gets the context too");
    }

    [Fact]
    public void Resolver_Should_NeedNoContext_When_TheContextIsNamedAsUnused()
    {
        var text = Generation.Of("""
            namespace Sample;
            public sealed record Pet(string Name, int? Age);
            [ObjectType<Pet>] public static partial class PetNode
            {
                public static int? GetYears([Parent] Pet pet, IResolverContext _) => pet.Age;
                public static string GetTitle([Parent] Pet pet, IResolverContext context) => context.Path.ToString()!;
            }
            [QueryType] public static class Query { public static Pet GetPet() => new("Rex", null); }
            """).File("Sample.PetNode.Fields.g.cs");

        text.ShouldContain("FieldResolver.Member.Of(static parent => global::Sample.PetNode.GetYears((global::Sample.Pet)parent, null!)),");
        text.ShouldContain("FieldResolver.Sync(static context =>");
    }
}
