using System.Globalization;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Fuzzing.Graphs;

/// <summary>A scalar that accepts every value unchanged.</summary>
internal sealed class AnyScalar(string name, Uri? specifiedBy, string? description) : TestScalar(name, specifiedBy, description)
{
    public override object? ParseLiteral(IValueNode valueSyntax) => valueSyntax switch
    {
        NullValueNode => null,
        StringValueNode text => text.Value,
        BooleanValueNode truth => truth.Value,
        EnumValueNode name => name.Value,
        IntValueNode number => Finite(number, number.Value),
        FloatValueNode number => Finite(number, number.Value),
        ListValueNode list => list.Items.Select(ParseLiteral).ToArray(),
        ObjectValueNode literal => Members(literal),
        _ => throw CannotParse(valueSyntax),
    };

    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue;
        return true;
    }

    // Infinity cannot be returned, because JSON has no representation for it.
    private double Finite(IValueNode literal, string text) =>
        double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number : throw CannotParse(literal);

    private Dictionary<string, object?> Members(ObjectValueNode literal)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in literal.Fields)
            members[field.Name.Value] = ParseLiteral(field.Value);
        return members;
    }
}

/// <summary>A scalar of even integers.</summary>
internal sealed class EvenScalar(string name, Uri? specifiedBy, string? description) : TestScalar(name, specifiedBy, description)
{
    public override object? ParseLiteral(IValueNode valueSyntax) =>
        valueSyntax is IntValueNode number && int.TryParse(number.Value, CultureInfo.InvariantCulture, out var value) && value % 2 == 0
            ? value
            : throw CannotParse(valueSyntax);

    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue;
        return runtimeValue is null || (runtimeValue is int value && value % 2 == 0);
    }
}

/// <summary>The base class of the scalars of test schemas.</summary>
internal abstract class TestScalar : ScalarType
{
    protected TestScalar(string name, Uri? specifiedBy, string? description)
        : base(name) => (SpecifiedBy, Description) = (specifiedBy, description);

    public override Type RuntimeType => typeof(object);

    public override IValueNode ParseValue(object? runtimeValue) => runtimeValue as IValueNode ?? throw CannotParse(runtimeValue);

    public override IValueNode ParseResult(object? resultValue) => ParseValue(resultValue);

    public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
    {
        runtimeValue = resultValue;
        return true;
    }
}
