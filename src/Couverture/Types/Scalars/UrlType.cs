using Couverture.Language;

namespace Couverture.Types;

/// <summary>An absolute web address, written as a string.</summary>
public sealed class UrlType : ScalarType<Uri, StringValueNode>
{
    /// <summary>Makes the scalar.</summary>
    public UrlType()
        : base("URL")
    {
        Description = "An absolute web address as RFC 3986 writes it.";
        SpecifiedBy = new Uri("https://tools.ietf.org/html/rfc3986");
    }

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) =>
        resultValue is string text ? new StringValueNode(text) : ParseValue(resultValue);

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue is Uri { IsAbsoluteUri: true } address ? address.AbsoluteUri : null;
        return resultValue is not null || runtimeValue is null;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
    {
        runtimeValue = resultValue is string text && Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;
        return runtimeValue is not null || resultValue is null;
    }

    /// <inheritdoc />
    protected override Uri ParseLiteral(StringValueNode valueSyntax) =>
        Uri.TryCreate(valueSyntax.Value, UriKind.Absolute, out var address)
            ? address
            : throw new SerializationException("URL must be an absolute address.", this);

    /// <inheritdoc />
    protected override StringValueNode ParseValue(Uri runtimeValue) => new(runtimeValue.AbsoluteUri);
}
