using Couverture.Language;

namespace Couverture;

/// <summary>One error of a result (specification section 7.1.6). Immutable: every With... returns a new error.</summary>
public interface IError
{
    /// <summary>What went wrong and, where known, what to do; never a secret, never a stack.</summary>
    string Message { get; }

    /// <summary>The value of <c>extensions.code</c>; null where the error has none.</summary>
    string? Code { get; }

    /// <summary>The response path of the field that failed (strings and integers); null for an error of the whole request.</summary>
    IReadOnlyList<object>? Path { get; }

    /// <summary>The places in the document; null where there is none.</summary>
    IReadOnlyList<Location>? Locations { get; }

    /// <summary>Further members of <c>extensions</c>; null where there are none.</summary>
    IReadOnlyDictionary<string, object?>? Extensions { get; }

    /// <summary>The exception behind an unexpected error; never written to a result.</summary>
    Exception? Exception { get; }

    /// <summary>The same error with another message.</summary>
    /// <param name="message">The new message.</param>
    IError WithMessage(string message);

    /// <summary>The same error with another code.</summary>
    /// <param name="code">The new code; null removes it.</param>
    IError WithCode(string? code);

    /// <summary>The same error with another path.</summary>
    /// <param name="path">The new path; null removes it.</param>
    IError WithPath(IReadOnlyList<object>? path);

    /// <summary>The same error at other places of the document.</summary>
    /// <param name="locations">The new locations; null removes them.</param>
    IError WithLocations(IReadOnlyList<Location>? locations);

    /// <summary>The same error with one member of <c>extensions</c> set.</summary>
    /// <param name="key">The member's name.</param>
    /// <param name="value">The member's value.</param>
    IError SetExtension(string key, object? value);

    /// <summary>The same error without one member of <c>extensions</c>.</summary>
    /// <param name="key">The member's name.</param>
    IError RemoveExtension(string key);
}
