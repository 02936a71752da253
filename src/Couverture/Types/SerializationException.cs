namespace Couverture.Types;

/// <summary>Thrown by a scalar that cannot take or give a value.</summary>
public sealed class SerializationException : Exception
{
    /// <summary>Fails with a message alone.</summary>
    /// <param name="message">What is wrong; never the whole value.</param>
    /// <param name="type">The scalar.</param>
    public SerializationException(string message, IType type)
        : this(ErrorBuilder.New().SetMessage(message).Build(), type)
    {
    }

    /// <summary>Fails with an error whose code and extensions reach the client.</summary>
    /// <param name="error">The error; path and location are filled in where the value stood.</param>
    /// <param name="type">The scalar.</param>
    public SerializationException(IError error, IType type)
        : base(error.Message) => (Error, Type) = (error, type);

    /// <summary>The error.</summary>
    public IError Error { get; }

    /// <summary>The scalar.</summary>
    public IType Type { get; }
}
