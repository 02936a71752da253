namespace Couverture.Language;

/// <summary>Thrown if a document has a syntax error or exceeds a limit of <see cref="ParserOptions"/>.</summary>
public sealed class SyntaxException : Exception
{
    /// <summary>The <see cref="Code"/> of a syntax error.</summary>
    public const string SyntaxCode = "GRAPHQL_SYNTAX";

    /// <summary>The <see cref="Code"/> of an exceeded limit; the message names the setting.</summary>
    public const string LimitCode = ErrorCodes.LimitExceeded;

    private SyntaxException(string message, string code, Location location)
        : base(message)
    {
        Code = code;
        Location = location;
    }

    /// <summary><see cref="SyntaxCode"/> or <see cref="LimitCode"/>.</summary>
    public string Code { get; }

    /// <summary>The location at which parsing stopped.</summary>
    public Location Location { get; }

    internal static SyntaxException Invalid(string message, Location location) => new(message, SyntaxCode, location);

    internal static SyntaxException LimitExceeded(string what, int limit, string setting, Location location)
        => new($"The document has more than {limit} {what} ({setting}).", LimitCode, location);
}
