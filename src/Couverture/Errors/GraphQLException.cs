namespace Couverture;

/// <summary>Fails a field with errors for the client; thrown by resolvers.</summary>
public sealed class GraphQLException : Exception
{
    /// <summary>Creates an exception with one error.</summary>
    /// <param name="error">The error. The executor adds path and locations if they are missing.</param>
    public GraphQLException(IError error)
        : base(error.Message) => Errors = [error];

    /// <summary>Creates an exception with several errors.</summary>
    /// <param name="errors">The errors; at least one.</param>
    public GraphQLException(IEnumerable<IError> errors)
        : this([.. errors])
    {
    }

    private GraphQLException(IReadOnlyList<IError> errors)
        : base(errors[0].Message) => Errors = errors;

    /// <summary>The errors.</summary>
    public IReadOnlyList<IError> Errors { get; }
}
