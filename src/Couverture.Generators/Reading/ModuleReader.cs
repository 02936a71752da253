using Couverture.Generators.Composition;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Couverture.Generators.Reading;

/// <summary>Reads what the assembly's attributes say.</summary>
internal static class ModuleReader
{
    /// <summary>The module, always; with a finding, under the name that it has without attribute.</summary>
    public static Reading<ModuleModel> Read(Compilation compilation, CancellationToken cancellationToken)
    {
        var access = compilation.Assembly.Find(Known.DataLoaderDefaults)?.Named("AccessModifier", 0) ?? 0;
        var otherwise = Naming.Module(compilation.AssemblyName);
        var name = compilation.Assembly.Text(Known.Module) ?? otherwise;
        if (SyntaxFacts.IsValidIdentifier(name))
            return new Reading<ModuleModel>(new ModuleModel(name, access), EquatableArray<Finding>.Empty, EquatableArray<Place>.Empty);
        var attribute = compilation.Assembly.Find(Known.Module)!.ApplicationSyntaxReference?.GetSyntax(cancellationToken);
        return new Reading<ModuleModel>(
            new ModuleModel(otherwise, access),
            new[] { Finding.Of(Diagnostics.WrongModule, Known.Module, name) }.ToEquatable(),
            attribute is null ? EquatableArray<Place>.Empty : new[] { Place.Of(Known.Module, attribute) }.ToEquatable());
    }
}
