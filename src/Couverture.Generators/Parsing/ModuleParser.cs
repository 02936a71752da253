using Couverture.Generators.Composition;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Couverture.Generators.Parsing;

/// <summary>Parses the assembly's attributes.</summary>
internal static class ModuleParser
{
    /// <summary>Returns the module. If the name of the attribute is invalid, reports a diagnostic and uses the default name.</summary>
    public static ModelResult<ModuleModel> Parse(Compilation compilation, CancellationToken cancellationToken)
    {
        var access = compilation.Assembly.FindAttribute(KnownTypeNames.DataLoaderDefaults)?.NamedArgument("AccessModifier", 0) ?? 0;
        var defaultName = Naming.Module(compilation.AssemblyName);
        var name = compilation.Assembly.AttributeText(KnownTypeNames.Module) ?? defaultName;
        if (SyntaxFacts.IsValidIdentifier(name))
            return new ModelResult<ModuleModel>(new ModuleModel(name, access), EquatableArray<DiagnosticInfo>.Empty, EquatableArray<LocationInfo>.Empty);
        var attribute = compilation.Assembly.FindAttribute(KnownTypeNames.Module)!.ApplicationSyntaxReference?.GetSyntax(cancellationToken);
        return new ModelResult<ModuleModel>(
            new ModuleModel(defaultName, access),
            new[] { DiagnosticInfo.Create(Diagnostics.InvalidModuleName, KnownTypeNames.Module, name) }.ToEquatable(),
            attribute is null ? EquatableArray<LocationInfo>.Empty : new[] { LocationInfo.Create(KnownTypeNames.Module, attribute) }.ToEquatable());
    }
}
