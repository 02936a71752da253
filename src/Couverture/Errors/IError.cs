using Couverture.Language;

namespace Couverture;

/// <summary>One error of a result (specification section 7.1.6). Errors are immutable; every <c>With</c> method returns a new error.</summary>
public interface IError
{
    /// <summary>What is wrong and, if known, what to do. It never contains secrets or stack traces.</summary>
    string Message { get; }

    /// <summary>The value of <c>extensions.code</c>; null if there is none.</summary>
    string? Code { get; }

    /// <summary>The response path of the field that failed (strings and integers); null for an error of the whole request.</summary>
    IReadOnlyList<object>? Path { get; }

    /// <summary>The locations in the document; null if there are none.</summary>
    IReadOnlyList<Location>? Locations { get; }

    /// <summary>The other members of <c>extensions</c>; null if there are none.</summary>
    IReadOnlyDictionary<string, object?>? Extensions { get; }

    /// <summary>The exception that caused an unexpected error. It is never written to a result.</summary>
    Exception? Exception { get; }

    /// <summary>Returns the error with another message.</summary>
    /// <param name="message">The new message.</param>
    IError WithMessage(string message);

    /// <summary>Returns the error with another code.</summary>
    /// <param name="code">The new code; null removes it.</param>
    IError WithCode(string? code);

    /// <summary>Returns the error with another path.</summary>
    /// <param name="path">The new path; null removes it.</param>
    IError WithPath(IReadOnlyList<object>? path);

    /// <summary>Returns the error with other locations.</summary>
    /// <param name="locations">The new locations; null removes them.</param>
    IError WithLocations(IReadOnlyList<Location>? locations);

    /// <summary>Returns the error with one member of <c>extensions</c> set.</summary>
    /// <param name="key">The member's name.</param>
    /// <param name="value">The member's value.</param>
    IError SetExtension(string key, object? value);

    /// <summary>Returns the error without one member of <c>extensions</c>.</summary>
    /// <param name="key">The member's name.</param>
    IError RemoveExtension(string key);
}

/// <summary>Can replace every error before it is sent to the client.</summary>
public interface IErrorFilter
{
    /// <summary>Returns the error to write instead, or the same error.</summary>
    /// <param name="error">The error; an unexpected exception is in <see cref="IError.Exception"/>.</param>
    IError OnError(IError error);
}
