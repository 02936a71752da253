namespace PortfolioGraph.Server.Types.Scalars;

/// <summary>A scalar that is written as a string, in documents, variables and answers alike.</summary>
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
        _ => throw Refusal(),
    };

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue is T value ? TextOf(value) : null;
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
            _ => throw Refusal(),
        };
        return true;
    }

    /// <inheritdoc />
    protected override T ParseLiteral(StringValueNode valueSyntax) => ParseText(valueSyntax.Value);

    /// <inheritdoc />
    protected override StringValueNode ParseValue(T runtimeValue) => new(TextOf(runtimeValue));

    /// <summary>Reads the text of a value.</summary>
    /// <param name="text">What the client wrote.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where the text is no value of this scalar.</returns>
    protected abstract bool TryParse(string text, out T value);

    /// <summary>Writes a value as text.</summary>
    /// <param name="value">The value.</param>
    protected abstract string TextOf(T value);

    /// <summary>The error for what is no value of this scalar; it says what is, and repeats nothing.</summary>
    protected abstract SerializationException Refusal();

    private T ParseText(string text) => TryParse(text, out var value) ? value : throw Refusal();
}
