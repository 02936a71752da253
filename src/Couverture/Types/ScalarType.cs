using Couverture.Language;

namespace Couverture.Types;

/// <summary>A leaf type with its own text format. Instances must be immutable after construction, because several threads use them concurrently.</summary>
/// <param name="name">The name in the schema.</param>
public abstract class ScalarType(string name) : INamedType, IInputType, IOutputType
{
    /// <inheritdoc />
    public TypeKind Kind => TypeKind.Scalar;

    /// <inheritdoc />
    public string Name { get; } = name;

    /// <summary>The description, set in the constructor; null for no description.</summary>
    public string? Description { get; protected set; }

    /// <summary>The URL of the specification, set in the constructor; null if there is none.</summary>
    public Uri? SpecifiedBy { get; protected set; }

    /// <summary>The runtime type of the scalar's values.</summary>
    public abstract Type RuntimeType { get; }

    /// <summary>Converts a literal, or a JSON value of a variable in literal form, to a runtime value.</summary>
    /// <param name="valueSyntax">The literal; never the null literal, never a variable.</param>
    /// <exception cref="SerializationException">The literal is not a value of this scalar.</exception>
    public abstract object? ParseLiteral(IValueNode valueSyntax);

    /// <summary>Converts a runtime value to a literal, for default values.</summary>
    /// <param name="runtimeValue">The runtime value; null is converted to the null literal.</param>
    /// <exception cref="SerializationException">The value is not a value of this scalar.</exception>
    public abstract IValueNode ParseValue(object? runtimeValue);

    /// <summary>Converts a result value of <see cref="TrySerialize"/> to a literal.</summary>
    /// <param name="resultValue">The result value.</param>
    /// <exception cref="SerializationException">The value is not a value of this scalar.</exception>
    public abstract IValueNode ParseResult(object? resultValue);

    /// <summary>Converts a runtime value to the string, number or boolean in the response.</summary>
    /// <param name="runtimeValue">The value that the resolver returned.</param>
    /// <param name="resultValue">The value in the response.</param>
    /// <returns>False if the value is not a value of this scalar.</returns>
    public abstract bool TrySerialize(object? runtimeValue, out object? resultValue);

    /// <summary>Converts a value in a response back to a runtime value.</summary>
    /// <param name="resultValue">A string, number or boolean.</param>
    /// <param name="runtimeValue">The runtime value.</param>
    /// <returns>False if the value is not a value of this scalar.</returns>
    public abstract bool TryDeserialize(object? resultValue, out object? runtimeValue);

    /// <inheritdoc />
    public override string ToString() => Name;

    /// <summary>Returns the error of an invalid literal, with the scalar's error code; null if the literal is valid.</summary>
    internal IError? ValidateLiteral(IValueNode valueSyntax)
    {
        try
        {
            ParseLiteral(valueSyntax);
            return null;
        }
        catch (SerializationException exception)
        {
            return exception.Error;
        }
    }

    /// <summary>Creates the error for a literal of the wrong kind. The message does not contain the literal.</summary>
    protected SerializationException CannotParse(IValueNode valueSyntax) =>
        new($"{Name} cannot represent {Describe(valueSyntax.Kind)}.", this);

    /// <summary>Creates the error for a runtime value of the wrong type.</summary>
    protected SerializationException CannotParse(object? runtimeValue) =>
        new($"{Name} cannot represent a value of the type {runtimeValue?.GetType().Name ?? "null"}.", this);

    private static string Describe(SyntaxKind kind) => kind switch
    {
        SyntaxKind.StringValue => "a string",
        SyntaxKind.IntValue => "an integer",
        SyntaxKind.FloatValue => "a number with a fraction",
        SyntaxKind.BooleanValue => "a boolean",
        SyntaxKind.EnumValue => "an enum value",
        SyntaxKind.ListValue => "a list",
        SyntaxKind.ObjectValue => "an object",
        _ => "null",
    };
}

/// <summary>A scalar with one runtime type and one kind of literal.</summary>
/// <typeparam name="TRuntime">The runtime type.</typeparam>
/// <typeparam name="TLiteral">The literal node, for example <see cref="StringValueNode"/>.</typeparam>
/// <param name="name">The name in the schema.</param>
public abstract class ScalarType<TRuntime, TLiteral>(string name) : ScalarType(name)
    where TLiteral : IValueNode
{
    /// <inheritdoc />
    public sealed override Type RuntimeType => typeof(TRuntime);

    /// <inheritdoc />
    public sealed override object? ParseLiteral(IValueNode valueSyntax) =>
        valueSyntax is TLiteral literal ? ParseLiteral(literal) : throw CannotParse(valueSyntax);

    /// <inheritdoc />
    public sealed override IValueNode ParseValue(object? runtimeValue) => runtimeValue switch
    {
        null => NullValueNode.Default,
        TRuntime value => ParseValue(value),
        _ => throw CannotParse(runtimeValue),
    };

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue;
        return runtimeValue is null or TRuntime;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
    {
        runtimeValue = resultValue;
        return resultValue is null or TRuntime;
    }

    /// <summary>Converts a literal to a runtime value.</summary>
    /// <param name="valueSyntax">The literal.</param>
    /// <exception cref="SerializationException">The literal is not a value of this scalar.</exception>
    protected abstract TRuntime ParseLiteral(TLiteral valueSyntax);

    /// <summary>Converts a runtime value to a literal.</summary>
    /// <param name="runtimeValue">The runtime value.</param>
    protected abstract TLiteral ParseValue(TRuntime runtimeValue);
}
