using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Couverture.Generators.Models;

/// <summary>
/// A diagnostic to report. It refers to its location by key, so that a change of line numbers does not change the model.
/// </summary>
/// <param name="Id">The diagnostic id.</param>
/// <param name="Key">The key of the <see cref="LocationInfo"/>.</param>
/// <param name="Arguments">The message arguments.</param>
internal sealed record DiagnosticInfo(string Id, string Key, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, string key, params string[] arguments) =>
        new(descriptor.Id, key, arguments.ToEquatable());
}

/// <summary>The source location of the symbol with a key.</summary>
internal sealed record LocationInfo(string Key, string File, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo? Create(string key, ISymbol symbol)
    {
        var location = symbol.Locations.FirstOrDefault(l => l.IsInSource);
        return location is null ? null : Create(key, location);
    }

    public static LocationInfo Create(string key, SyntaxNode node) => Create(key, node.GetLocation());

    private static LocationInfo Create(string key, Location location) =>
        new(key, location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span);

    public Location ToLocation() => Location.Create(File, Span, Lines);
}

/// <summary>The result of parsing one annotated symbol.</summary>
/// <param name="Model">The model; null if a diagnostic prevents it.</param>
/// <param name="Diagnostics">The diagnostics to report.</param>
/// <param name="Locations">The locations of the symbol and its members.</param>
internal sealed record ModelResult<T>(T? Model, EquatableArray<DiagnosticInfo> Diagnostics, EquatableArray<LocationInfo> Locations)
    where T : class;
