namespace Couverture;

/// <summary>Thrown by a resolver to fail its field with errors that the client is meant to see.</summary>
public sealed class GraphQLException : Exception
{
    /// <summary>Fails with one error.</summary>
    /// <param name="error">The error; path and location are filled in by the executor.</param>
    public GraphQLException(IError error)
        : base(error.Message) => Errors = [error];

    /// <summary>Fails with several errors.</summary>
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
