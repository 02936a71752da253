using System.Globalization;
using System.Text.RegularExpressions;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>A timestamp with its offset from UTC in RFC 3339 format.</summary>
public sealed partial class DateTimeType : ScalarType
{
    /// <summary>Creates the scalar.</summary>
    public DateTimeType()
        : base("DateTime")
    {
        Description = "A timestamp with its offset from UTC in RFC 3339 format: 2025-01-02T03:04:05.678Z.";
        SpecifiedBy = new Uri("https://scalars.graphql.org/andimarek/date-time.html");
    }

    /// <inheritdoc />
    public override Type RuntimeType => typeof(DateTimeOffset);

    /// <inheritdoc />
    public override object? ParseLiteral(IValueNode valueSyntax) => valueSyntax is StringValueNode text
        ? Parse(text.Value) ?? throw new SerializationException("DateTime must be a timestamp with an offset in RFC 3339 format, for example 2025-01-02T03:04:05Z.", this)
        : throw CannotParse(valueSyntax);

    /// <inheritdoc />
    public override IValueNode ParseValue(object? runtimeValue) => runtimeValue switch
    {
        null => NullValueNode.Default,
        DateTimeOffset moment => new StringValueNode(Format(moment)),
        _ => throw CannotParse(runtimeValue),
    };

    /// <inheritdoc />
    public override IValueNode ParseResult(object? resultValue) =>
        resultValue is string text ? new StringValueNode(text) : ParseValue(resultValue);

    /// <inheritdoc />
    public override bool TrySerialize(object? runtimeValue, out object? resultValue)
    {
        resultValue = runtimeValue switch
        {
            DateTimeOffset moment => Format(moment),
            DateTime { Kind: DateTimeKind.Utc } moment => Format(new DateTimeOffset(moment)),
            _ => null,
        };
        return resultValue is not null || runtimeValue is null;
    }

    /// <inheritdoc />
    public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
    {
        runtimeValue = resultValue is string text ? Parse(text) : null;
        return runtimeValue is not null || resultValue is null;
    }

    private static string Format(DateTimeOffset moment) => moment.ToString(
        moment.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffzzz",
        CultureInfo.InvariantCulture);

    private static DateTimeOffset? Parse(string text) =>
        Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;

    // DateTimeOffset.TryParse alone also accepts text that RFC 3339 does not allow: without time or offset, with other separators.
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rfc3339();
}
