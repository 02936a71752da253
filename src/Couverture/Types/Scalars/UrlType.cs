using Couverture.Language;

namespace Couverture.Types;

/// <summary>An absolute URL, written as a string.</summary>
public sealed class UrlType : ScalarType<Uri, StringValueNode>
{
    /// <summary>Creates the scalar.</summary>
    public UrlType()
        : base("URL")
    {
        Description = "An absolute URL (RFC 3986).";
        SpecifiedBy = new Uri("https://tools.ietf.org/html/rfc3986");
    }

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) =>
        resultValue is string text ? new StringValueNode(text) : ParseValue(resultValue);

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue is Uri { IsAbsoluteUri: true } uri ? uri.AbsoluteUri : null;
        return resultValue is not null || runtimeValue is null;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
    {
        runtimeValue = resultValue is string text && Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;
        return runtimeValue is not null || resultValue is null;
    }

    /// <inheritdoc />
    protected override Uri ParseLiteral(StringValueNode valueSyntax) =>
        Uri.TryCreate(valueSyntax.Value, UriKind.Absolute, out var uri)
            ? uri
            : throw new SerializationException("URL must be absolute.", this);

    /// <inheritdoc />
    protected override StringValueNode ParseValue(Uri runtimeValue) => new(runtimeValue.AbsoluteUri);
}
