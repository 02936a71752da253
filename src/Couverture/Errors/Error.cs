using System.Collections.Immutable;
using Couverture.Language;

namespace Couverture;

internal sealed record Error(
    string Message,
    string? Code = null,
    IReadOnlyList<object>? Path = null,
    IReadOnlyList<Location>? Locations = null,
    ImmutableDictionary<string, object?>? ExtensionMembers = null,
    Exception? Exception = null) : IError
{
    public IReadOnlyDictionary<string, object?>? Extensions => ExtensionMembers;

    public IError WithMessage(string message) => this with { Message = message };

    public IError WithCode(string? code) => this with { Code = code };

    public IError WithPath(IReadOnlyList<object>? path) => this with { Path = path };

    public IError WithLocations(IReadOnlyList<Location>? locations) => this with { Locations = locations };

    public IError SetExtension(string key, object? value) =>
        this with { ExtensionMembers = (ExtensionMembers ?? ImmutableDictionary.Create<string, object?>(StringComparer.Ordinal)).SetItem(key, value) };

    public IError RemoveExtension(string key) => this with { ExtensionMembers = ExtensionMembers?.Remove(key) };
}
