namespace PortfolioGraph.Server.Types.Scalars;

/// <summary>A scalar that is a string in documents, variables and responses.</summary>
/// <typeparam name="T">The runtime type.</typeparam>
/// <param name="name">The name in the schema.</param>
public abstract class TextScalarType<T>(string name) : ScalarType<T, StringValueNode>(name)
    where T : struct
{
    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) => resultValue switch
    {
        null => NullValueNode.Default,
        T value => ParseValue(value),
        string text => ParseValue(ParseText(text)),
        _ => throw CreateInvalidValueError(),
    };

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue is T value ? Format(value) : null;
        return runtimeValue is null or T;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
    {
        runtimeValue = resultValue switch
        {
            null => null,
            T value => value,
            string text => ParseText(text),
            _ => throw CreateInvalidValueError(),
        };
        return true;
    }

    /// <inheritdoc />
    protected override T ParseLiteral(StringValueNode valueSyntax) => ParseText(valueSyntax.Value);

    /// <inheritdoc />
    protected override StringValueNode ParseValue(T runtimeValue) => new(Format(runtimeValue));

    /// <summary>Parses the text of a value.</summary>
    /// <param name="text">The text from the client.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if the text is not a value of this scalar.</returns>
    protected abstract bool TryParse(string text, out T value);

    /// <summary>Formats a value as text.</summary>
    /// <param name="value">The value.</param>
    protected abstract string Format(T value);

    /// <summary>Returns the error for an invalid value. Its message describes a valid value and does not repeat the input.</summary>
    protected abstract SerializationException CreateInvalidValueError();

    private T ParseText(string text) => TryParse(text, out var value) ? value : throw CreateInvalidValueError();
}
