namespace Couverture;

/// <summary>The declared types do not make a schema.</summary>
public sealed class SchemaException : Exception
{
    internal SchemaException(IReadOnlyList<string> errors)
        : base("The schema is invalid:" + Environment.NewLine + string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>Every problem found, each with the schema coordinate it stands at.</summary>
    public IReadOnlyList<string> Errors { get; }
}
