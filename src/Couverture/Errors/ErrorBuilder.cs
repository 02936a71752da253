using Couverture.Language;

namespace Couverture;

/// <summary>Builds an <see cref="IError"/>.</summary>
public interface IErrorBuilder
{
    /// <summary>Sets the message; required.</summary>
    /// <param name="message">The message.</param>
    IErrorBuilder SetMessage(string message);

    /// <summary>Sets <c>extensions.code</c>.</summary>
    /// <param name="code">The code.</param>
    IErrorBuilder SetCode(string? code);

    /// <summary>Sets the response path.</summary>
    /// <param name="path">Response names and list indexes from the root.</param>
    IErrorBuilder SetPath(IReadOnlyList<object>? path);

    /// <summary>Adds a location in the document.</summary>
    /// <param name="location">The location.</param>
    IErrorBuilder AddLocation(Location location);

    /// <summary>Sets a member of <c>extensions</c>.</summary>
    /// <param name="key">The member's name.</param>
    /// <param name="value">The member's value: null, a string, number, boolean, or a list of them.</param>
    IErrorBuilder SetExtension(string key, object? value);

    /// <summary>Sets the exception that caused the error, for error filters and logs.</summary>
    /// <param name="exception">The exception.</param>
    IErrorBuilder SetException(Exception? exception);

    /// <summary>Returns the error.</summary>
    /// <exception cref="InvalidOperationException">No message was set.</exception>
    IError Build();
}

/// <summary>Creates error builders.</summary>
public sealed class ErrorBuilder : IErrorBuilder
{
    private IError _error = new Error(string.Empty);
    private Exception? _exception;

    private ErrorBuilder()
    {
    }

    /// <summary>Returns a new builder.</summary>
    public static IErrorBuilder New() => new ErrorBuilder();

    /// <inheritdoc />
    public IErrorBuilder SetMessage(string message) => Set(_error.WithMessage(message));

    /// <inheritdoc />
    public IErrorBuilder SetCode(string? code) => Set(_error.WithCode(code));

    /// <inheritdoc />
    public IErrorBuilder SetPath(IReadOnlyList<object>? path) => Set(_error.WithPath(path));

    /// <inheritdoc />
    public IErrorBuilder AddLocation(Location location) => Set(_error.WithLocations([.. _error.Locations ?? [], location]));

    /// <inheritdoc />
    public IErrorBuilder SetExtension(string key, object? value) => Set(_error.SetExtension(key, value));

    /// <inheritdoc />
    public IErrorBuilder SetException(Exception? exception)
    {
        _exception = exception;
        return this;
    }

    /// <inheritdoc />
    public IError Build() => _error.Message.Length > 0
        ? (Error)_error with { Exception = _exception }
        : throw new InvalidOperationException("An error needs a message. Call SetMessage before Build.");

    private ErrorBuilder Set(IError error)
    {
        _error = error;
        return this;
    }
}
