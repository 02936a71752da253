namespace Couverture;

/// <summary>Sees every error of a result before the client does, and may replace it.</summary>
public interface IErrorFilter
{
    /// <summary>The error to write instead; the same one to leave it as it is.</summary>
    /// <param name="error">The error; an unexpected exception is in <see cref="IError.Exception"/>.</param>
    IError OnError(IError error);
}
