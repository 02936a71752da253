using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Couverture.Generators.Models;

/// <summary>
/// Something to report. It names its place by a key and not by a location, so that lines moving up and down change no model.
/// </summary>
/// <param name="Id">The diagnostic's id.</param>
/// <param name="Key">The key of the symbol it is about.</param>
/// <param name="Arguments">What the message's places are filled with.</param>
internal sealed record Finding(string Id, string Key, EquatableArray<string> Arguments)
{
    public static Finding Of(DiagnosticDescriptor descriptor, string key, params string[] arguments) =>
        new(descriptor.Id, key, arguments.ToEquatable());
}

/// <summary>Where the symbol of a key stands.</summary>
internal sealed record Place(string Key, string File, TextSpan Span, LinePositionSpan Lines)
{
    public static Place? Of(string key, ISymbol symbol)
    {
        var location = symbol.Locations.FirstOrDefault(l => l.IsInSource);
        return location is null ? null : Of(key, location);
    }

    public static Place Of(string key, SyntaxNode node) => Of(key, node.GetLocation());

    private static Place Of(string key, Location location) =>
        new(key, location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span);

    public Location ToLocation() => Location.Create(File, Span, Lines);
}

/// <summary>What was read of one annotated symbol.</summary>
/// <param name="Model">The model; null where a finding says why there is none.</param>
/// <param name="Findings">What is wrong with it.</param>
/// <param name="Places">Where it and its members stand.</param>
internal sealed record Reading<T>(T? Model, EquatableArray<Finding> Findings, EquatableArray<Place> Places)
    where T : class;
