namespace Couverture;

/// <summary>The declared types do not form a valid schema.</summary>
public sealed class SchemaException : Exception
{
    internal SchemaException(IReadOnlyList<string> errors)
        : base("The schema is invalid:" + Environment.NewLine + string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>All errors, each with its schema coordinate.</summary>
    public IReadOnlyList<string> Errors { get; }
}
