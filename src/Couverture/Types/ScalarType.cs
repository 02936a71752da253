using Couverture.Language;

namespace Couverture.Types;

/// <summary>A leaf with its own text form. Immutable once constructed, and used from many threads at once.</summary>
/// <param name="name">The name in the schema.</param>
public abstract class ScalarType(string name) : INamedType, IInputType, IOutputType
{
    /// <inheritdoc />
    public TypeKind Kind => TypeKind.Scalar;

    /// <inheritdoc />
    public string Name { get; } = name;

    /// <summary>What the type means; set in the constructor; null leaves it without description.</summary>
    public string? Description { get; protected set; }

    /// <summary>Where the text form is specified; set in the constructor; null leaves it unspecified.</summary>
    public Uri? SpecifiedBy { get; protected set; }

    /// <summary>The runtime type of the scalar's values.</summary>
    public abstract Type RuntimeType { get; }

    /// <summary>The runtime value of a literal, or of a variable's JSON value in the literal's form.</summary>
    /// <param name="valueSyntax">The literal; never null, never a variable.</param>
    /// <exception cref="SerializationException">The literal is no value of this scalar.</exception>
    public abstract object? ParseLiteral(IValueNode valueSyntax);

    /// <summary>The literal of a runtime value, for default values.</summary>
    /// <param name="runtimeValue">The runtime value; null gives the null literal.</param>
    /// <exception cref="SerializationException">The value is none of this scalar.</exception>
    public abstract IValueNode ParseValue(object? runtimeValue);

    /// <summary>The literal of a result value, that is of what <see cref="TrySerialize"/> gives.</summary>
    /// <param name="resultValue">The result value.</param>
    /// <exception cref="SerializationException">The value is none of this scalar.</exception>
    public abstract IValueNode ParseResult(object? resultValue);

    /// <summary>Turns a runtime value into the string, number or boolean that the answer holds.</summary>
    /// <param name="runtimeValue">What the resolver gave.</param>
    /// <param name="resultValue">What is written.</param>
    /// <returns>False where the value is none of this scalar.</returns>
    public abstract bool TrySerialize(object? runtimeValue, out object? resultValue);

    /// <summary>Turns what an answer holds back into a runtime value.</summary>
    /// <param name="resultValue">A string, number or boolean.</param>
    /// <param name="runtimeValue">The runtime value.</param>
    /// <returns>False where the value is none of this scalar.</returns>
    public abstract bool TryDeserialize(object? resultValue, out object? runtimeValue);

    /// <inheritdoc />
    public override string ToString() => Name;

    /// <summary>What is wrong with a literal, with the code that the scalar gives it; null where nothing is.</summary>
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

    /// <summary>The error for a literal of the wrong kind; it does not repeat the literal.</summary>
    protected SerializationException CannotParse(IValueNode valueSyntax) =>
        new($"{Name} cannot be given as {Describe(valueSyntax.Kind)}.", this);

    /// <summary>The error for a runtime value of the wrong type.</summary>
    protected SerializationException CannotParse(object? runtimeValue) =>
        new($"{Name} cannot hold a value of the type {runtimeValue?.GetType().Name ?? "null"}.", this);

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

/// <summary>A scalar of one runtime type that is written as one kind of literal.</summary>
/// <typeparam name="TRuntime">The runtime type.</typeparam>
/// <typeparam name="TLiteral">The literal, for example <see cref="StringValueNode"/>.</typeparam>
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

    /// <summary>The runtime value of a literal.</summary>
    /// <param name="valueSyntax">The literal.</param>
    /// <exception cref="SerializationException">The literal is no value of this scalar.</exception>
    protected abstract TRuntime ParseLiteral(TLiteral valueSyntax);

    /// <summary>The literal of a runtime value.</summary>
    /// <param name="runtimeValue">The runtime value.</param>
    protected abstract TLiteral ParseValue(TRuntime runtimeValue);
}
