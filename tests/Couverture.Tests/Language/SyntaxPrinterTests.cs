using Couverture.Language;

namespace Couverture.Tests.Language;

public sealed class SyntaxPrinterTests
{
    [Fact]
    public void Print_Should_BeCanonical_When_DocumentIsExecutable()
    {
        const string canonical =
            """
            "What it is for"
            query Find(
              "Which one"
              $id: ID! = "a"
              $deep: [In!]
            ) @d {
              one: node(id: $id, deep: { a: [1, 2], b: {} }) @skip(if: false) {
                ...More
                ... on User {
                  name
                }
              }
            }

            fragment More on Node {
              id
            }
            """;

        Utf8GraphQLParser.Parse(canonical).ToString().ShouldBe(canonical);
    }

    [Fact]
    public void Print_Should_BeCanonical_When_DocumentIsTypeSystem()
    {
        const string canonical =
            """"
            schema @a {
              query: Q
            }

            """
            A thing.

              Indented.
            """
            type T implements A & B @c {
              """
              A field.
              """
              f(
                "An argument"
                x: Int = 1
              ): T! @deprecated(reason: "no")
              g(y: [S!]): Int
            }

            union U = A | B

            directive @many(a: Int) repeatable on FIELD | OBJECT

            extend enum E {
              RED
            }
            """";

        Utf8GraphQLParser.Parse(canonical).ToString().ShouldBe(canonical);
    }

    [Theory]
    [InlineData("a\nb", "\"\"\"\na\nb\n\"\"\"")]
    [InlineData("  a", "\"\"\"  a\n\"\"\"")]
    [InlineData("\na", "\"\\na\"")]
    [InlineData("a\n ", "\"a\\n \"")]
    [InlineData(" a\n b", "\" a\\n b\"")]
    [InlineData("bell\u0007", "\"bell\\u0007\"")]
    [InlineData("", "\"\"\"\"\"\"")]
    public void Print_Should_QuoteText_When_BlockStringIsImpossible(string value, string expected)
        => new StringValueNode(value, block: true).ToString().ShouldBe(expected);

    [Theory]
    [InlineData(1d, "1.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    public void FloatValueNode_Should_HaveLiteral_When_CreatedFromNumber(double value, string expected)
        => new FloatValueNode(value).ToString().ShouldBe(expected);

    [Fact]
    public void FloatValueNode_Should_Throw_When_NumberIsNotFinite()
        => Should.Throw<ArgumentOutOfRangeException>(() => new FloatValueNode(double.NaN));

    [Theory]
    [InlineData("{ a }", "{ b }")]
    [InlineData("{ a: b }", "{ a }")]
    [InlineData("{ a b }", "{ b a }")]
    [InlineData("query { a }", "mutation { a }")]
    [InlineData("{ a(b: 1) }", "{ a(b: 1.0) }")]
    [InlineData("{ a(b: \"c\") }", "{ a(b: c) }")]
    [InlineData("directive @a on FIELD", "directive @a repeatable on FIELD")]
    public void Equals_Should_BeFalse_When_TreesDiffer(string left, string right)
        => SyntaxComparer.Structural.Equals(Utf8GraphQLParser.Parse(left), Utf8GraphQLParser.Parse(right)).ShouldBeFalse();
}
