using Couverture.Language;
using Couverture.Types;

namespace Couverture.Federation;

/// <summary>The scalar <c>_Any</c>: a representation of an entity. Every value is accepted, so that a wrong one fails alone.</summary>
internal sealed class AnyType : ScalarType
{
    public AnyType()
        : base("_Any") => Description = "A representation of an entity: an object with `__typename` and the fields of a key.";

    public override Type RuntimeType => typeof(Representation);

    public override object? ParseLiteral(IValueNode valueSyntax) => new Representation(valueSyntax);

    public override IValueNode ParseValue(object? runtimeValue) => runtimeValue is Representation representation ? representation.Value : throw CannotParse(runtimeValue);

    public override IValueNode ParseResult(object? resultValue) => throw CannotParse(resultValue);

    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = null;
        return false;
    }

    public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
    {
        runtimeValue = null;
        return false;
    }
}

/// <summary>The runtime type of <see cref="FieldSetType"/>.</summary>
internal readonly record struct FieldSet(string Text);

/// <summary>The scalar <c>FieldSet</c>: a selection set without braces.</summary>
internal sealed class FieldSetType : ScalarType<FieldSet, StringValueNode>
{
    public FieldSetType()
        : base(FederationDirectives.FieldSetName) => Description = "A selection set without its outer braces.";

    public override IValueNode ParseResult(object? resultValue) => throw CannotParse(resultValue);

    protected override FieldSet ParseLiteral(StringValueNode valueSyntax) => new(valueSyntax.Value);

    protected override StringValueNode ParseValue(FieldSet runtimeValue) => new(runtimeValue.Text);
}
