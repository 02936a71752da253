using System.Globalization;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Tests.Types;

public class ScalarTests
{
    [Theory]
    [InlineData("2147483647", true)]
    [InlineData("-2147483648", true)]
    [InlineData("2147483648", false)]
    [InlineData("1.0", false)]
    [InlineData("\"1\"", false)]
    public void Int_Should_Accept32BitIntegers_When_ParsingLiterals(string literal, bool isValid) => IsValidLiteral(new IntType(), literal).ShouldBe(isValid);

    [Theory]
    [InlineData("1", true)]
    [InlineData("1.5e300", true)]
    [InlineData("1e400", false)]
    [InlineData("\"1\"", false)]
    public void Float_Should_AcceptFiniteNumbers_When_ParsingLiterals(string literal, bool isValid) => IsValidLiteral(new FloatType(), literal).ShouldBe(isValid);

    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("5", true)]
    [InlineData("5.0", false)]
    [InlineData("true", false)]
    public void Id_Should_AcceptStringsAndIntegers_When_ParsingLiterals(string literal, bool isValid) => IsValidLiteral(new IdType(), literal).ShouldBe(isValid);

    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("5", false)]
    [InlineData("A", false)]
    [InlineData("[\"a\"]", false)]
    public void String_Should_AcceptStrings_When_ParsingLiterals(string literal, bool isValid) => IsValidLiteral(new StringType(), literal).ShouldBe(isValid);

    [Theory]
    [InlineData("123.4500", "123.4500")]
    [InlineData("5", "5")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("0.1234567890123456789012345678", "0.1234567890123456789012345678")]
    [InlineData("1e3", "1000")]
    public void Decimal_Should_PreserveDigitsAndScale_When_ParsingLiterals(string literal, string expected) =>
        ((decimal)new DecimalType().ParseLiteral(Literal(literal))!).ToString(CultureInfo.InvariantCulture).ShouldBe(expected);

    [Theory]
    [InlineData("1e40")]
    [InlineData("\"1\"")]
    public void Decimal_Should_RejectLiteral_When_OutOfRange(string literal) => IsValidLiteral(new DecimalType(), literal).ShouldBeFalse();

    [Theory]
    [InlineData("2025-01-02T03:04:05Z", "2025-01-02T03:04:05.000Z")]
    [InlineData("2025-01-02T03:04:05.678912+02:00", "2025-01-02T03:04:05.678+02:00")]
    [InlineData("2025-01-02t03:04:05z", "2025-01-02T03:04:05.000Z")]
    public void DateTime_Should_Roundtrip_When_ParsedAndSerialized(string text, string expected)
    {
        var scalar = new DateTimeType();
        var value = scalar.ParseLiteral(new StringValueNode(text));

        scalar.TrySerialize(value, out var written).ShouldBeTrue();
        written.ShouldBe(expected);
        scalar.TryDeserialize(written, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("2025-01-02")]
    [InlineData("2025-01-02T03:04:05")]
    [InlineData("2025-02-30T03:04:05Z")]
    [InlineData("02/01/2025 03:04:05 +00:00")]
    [InlineData("2025-01-02T03:04:05Z\n")]
    public void DateTime_Should_RejectText_When_NotRfc3339(string text) => new DateTimeType().ValidateLiteral(new StringValueNode(text)).ShouldNotBeNull();

    [Fact]
    public void Url_Should_RejectValue_When_NotAbsolute()
    {
        new UrlType().ValidateLiteral(new StringValueNode("https://example.org/a")).ShouldBeNull();
        new UrlType().ValidateLiteral(new StringValueNode("not an address")).ShouldNotBeNull();
        new UrlType().TrySerialize(new Uri("a/b", UriKind.Relative), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(5L, true)]
    [InlineData(5_000_000_000L, false)]
    [InlineData("5", false)]
    [InlineData(1.5, false)]
    public void Int_Should_Serialize32BitIntegers_When_Converted(object value, bool isValid) => new IntType().TrySerialize(value, out _).ShouldBe(isValid);

    [Theory]
    [InlineData(1.5, true)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void Float_Should_SerializeFiniteNumbers_When_Converted(double value, bool isValid) => new FloatType().TrySerialize(value, out _).ShouldBe(isValid);

    [Fact]
    public void ParseValue_Should_ReturnLiteral_When_GivenRuntimeValue()
    {
        new IntType().ParseValue(5).ToString().ShouldBe("5");
        new StringType().ParseValue("a\"b").ToString().ShouldBe("\"a\\\"b\"");
        new DecimalType().ParseValue(1.50m).ToString().ShouldBe("1.50");
        new BooleanType().ParseValue(null).ToString().ShouldBe("null");
        Should.Throw<SerializationException>(() => new BooleanType().ParseValue("true"));
    }

    private static IValueNode Literal(string literal) =>
        ((FieldNode)((OperationDefinitionNode)Utf8GraphQLParser.Parse($"{{ a(b: {literal}) }}").Definitions[0]).SelectionSet.Selections[0]).Arguments[0].Value;

    private static bool IsValidLiteral(ScalarType scalar, string literal)
    {
        var error = scalar.ValidateLiteral(Literal(literal));
        return error is null;
    }
}
