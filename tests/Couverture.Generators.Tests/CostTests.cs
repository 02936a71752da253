using Couverture.Generators.Tests.Support;

namespace Couverture.Generators.Tests;

/// <summary>The cost attributes become cost directives.</summary>
public sealed class CostTests
{
    [Fact]
    public void Schema_Should_HaveCostDirectives_When_FieldsHaveCostAttributes()
    {
        var generation = Generation.Of("""
            [assembly: Module("Sample")]
            namespace Sample;
            [QueryType] public static class Query
            {
                [Cost(2.5)] public static int GetExpensive() => 1;
                [Cost(10), ListSize(AssumedSize = 7)] public static int[] GetSome() => [];
                [ListSize(SlicingArguments = new[] { "ids" }, SizedFields = ["nodes", "edges"], RequireOneSlicingArgument = false)] public static int GetPage(int[] ids) => 1;
                public static int GetPlain() => 1;
            }
            """);

        generation.CompilerDiagnostics.ShouldBeEmpty();
        generation.Sdl("Query").ShouldBe("""
            type Query {
              expensive: Int! @cost(weight: "2.5")
              some: [Int!]! @cost(weight: "10") @listSize(assumedSize: 7)
              page(ids: [Int!]!): Int! @listSize(slicingArguments: ["ids"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)
              plain: Int!
            }
            """);
    }

    [Fact]
    public void Attribute_Should_BeReported_When_MethodIsNotAField()
    {
        var generation = Generation.Of("""
            [assembly: Module("Sample")]
            namespace Sample;
            [QueryType] public static class Query
            {
                public static int GetOne() => 1;
                [Cost(2)] internal static int GetOther() => 1;
            }
            """);

        generation.Diagnostics.ShouldHaveSingleItem().GetMessage().ShouldContain("[Cost]");
    }
}
