namespace Couverture.Language;

/// <summary>Thrown if a document has a syntax error or exceeds a limit of <see cref="ParserOptions"/>.</summary>
public sealed class SyntaxException : Exception
{
    private SyntaxException(string message, string code, Location location)
        : base(message)
    {
        Code = code;
        Location = location;
    }

    /// <summary><see cref="ErrorCodes.Syntax"/>, or <see cref="ErrorCodes.LimitExceeded"/> if the document exceeds a limit; the message then names the setting.</summary>
    public string Code { get; }

    /// <summary>The location at which parsing stopped.</summary>
    public Location Location { get; }

    internal static SyntaxException Invalid(string message, Location location) => new(message, ErrorCodes.Syntax, location);

    internal static SyntaxException LimitExceeded(string what, int limit, string setting, Location location)
        => new($"The document has more than {limit} {what} ({setting}).", ErrorCodes.LimitExceeded, location);
}
