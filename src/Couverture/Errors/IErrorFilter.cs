namespace Couverture;

/// <summary>Can replace every error before it is sent to the client.</summary>
public interface IErrorFilter
{
    /// <summary>Returns the error to write instead, or the same error.</summary>
    /// <param name="error">The error; an unexpected exception is in <see cref="IError.Exception"/>.</param>
    IError OnError(IError error);
}
