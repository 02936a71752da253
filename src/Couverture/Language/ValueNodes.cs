using System.Globalization;

namespace Couverture.Language;

/// <summary>An integer literal of any size (section 2.10.1).</summary>
/// <param name="value">The literal's text.</param>
/// <param name="location">The location in the source text; null for a node that was not parsed.</param>
public sealed class IntValueNode(string value, Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <summary>Creates the literal of a number.</summary>
    public IntValueNode(long value)
        : this(value.ToString(CultureInfo.InvariantCulture))
    {
    }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.IntValue;

    /// <summary>The text of the literal. The constructor does not validate it; the parser creates valid literals only.</summary>
    public string Value { get; } = value;
}

/// <summary>A number literal with a fraction or an exponent (section 2.10.2).</summary>
/// <param name="value">The literal's text.</param>
/// <param name="location">The location in the source text; null for a node that was not parsed.</param>
public sealed class FloatValueNode(string value, Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <summary>Creates the literal of a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not finite, and GraphQL has no literal for it.</exception>
    public FloatValueNode(double value)
        : this(AsLiteral(value))
    {
    }

    /// <summary>Creates the literal of a number with all its digits.</summary>
    public FloatValueNode(decimal value)
        : this(WithFraction(value.ToString(CultureInfo.InvariantCulture)))
    {
    }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.FloatValue;

    /// <summary>The text of the literal. The constructor does not validate it; the parser creates valid literals only.</summary>
    public string Value { get; } = value;

    private static string AsLiteral(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A GraphQL number must be finite.");
        }

        return WithFraction(value.ToString("R", CultureInfo.InvariantCulture));
    }

    // A literal without a fraction and an exponent would be parsed as an integer.
    private static string WithFraction(string digits)
        => digits.AsSpan().ContainsAny('.', 'E') ? digits : digits + ".0";
}

/// <summary>A string literal, or a description (section 2.10.4).</summary>
public sealed class StringValueNode(string value, bool block = false, Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.StringValue;

    /// <summary>The value of the literal: escape sequences are resolved, and the indentation of a block string is removed.</summary>
    public string Value { get; } = value;

    /// <summary>Whether the literal is a block string.</summary>
    public bool Block { get; } = block;
}

/// <summary>The literal true or false.</summary>
public sealed class BooleanValueNode(
    bool value,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.BooleanValue;

    /// <summary>The value.</summary>
    public bool Value { get; } = value;
}

/// <summary>The literal null.</summary>
public sealed class NullValueNode(Location? location = null) : SyntaxNode(location), IValueNode
{
    /// <summary>The literal without a location.</summary>
    public static NullValueNode Default { get; } = new();

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NullValue;
}

/// <summary>An enum value literal.</summary>
public sealed class EnumValueNode(
    string value,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.EnumValue;

    /// <summary>The name of the value; never true, false or null.</summary>
    public string Value { get; } = value;
}

/// <summary>A list literal.</summary>
public sealed class ListValueNode(
    IReadOnlyList<IValueNode> items,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ListValue;

    /// <summary>The items in document order.</summary>
    public IReadOnlyList<IValueNode> Items { get; } = items;
}

/// <summary>An input object literal.</summary>
public sealed class ObjectValueNode(
    IReadOnlyList<ObjectFieldNode> fields,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectValue;

    /// <summary>The fields in document order. The parser allows duplicate names; validation rejects them.</summary>
    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;
}

/// <summary>A field of an input object literal.</summary>
public sealed class ObjectFieldNode(
    NameNode name,
    IValueNode value,
    Location? location = null)
    : SyntaxNode(location)
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ObjectField;

    /// <summary>The name.</summary>
    public NameNode Name { get; } = name;

    /// <summary>The value.</summary>
    public IValueNode Value { get; } = value;

    /// <summary>Creates a field from the text of the name.</summary>
    public ObjectFieldNode(string name, IValueNode value) : this(new NameNode(name), value)
    {
    }
}

/// <summary>A variable, as a value or in its definition.</summary>
public sealed class VariableNode(
    NameNode name,
    Location? location = null)
    : SyntaxNode(location), IValueNode
{
    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.Variable;

    /// <summary>The name, without the leading $.</summary>
    public NameNode Name { get; } = name;
}
