namespace Couverture.Types;

/// <summary>Thrown by a scalar that cannot convert a value.</summary>
public sealed class SerializationException : Exception
{
    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The error message; must not contain the whole value.</param>
    /// <param name="type">The scalar.</param>
    public SerializationException(string message, IType type)
        : this(ErrorBuilder.New().SetMessage(message).Build(), type)
    {
    }

    /// <summary>Creates an exception with an error whose code and extensions are sent to the client.</summary>
    /// <param name="error">The error. Path and locations are set later, from the position of the value.</param>
    /// <param name="type">The scalar.</param>
    public SerializationException(IError error, IType type)
        : base(error.Message) => (Error, Type) = (error, type);

    /// <summary>The error.</summary>
    public IError Error { get; }

    /// <summary>The scalar.</summary>
    public IType Type { get; }
}
