using Couverture.Generators.Documentation;
using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>The input of <see cref="SchemaComposer"/>.</summary>
internal sealed record SchemaInput(
    ModuleModel Module,
    EquatableArray<ClassModel> Classes,
    EquatableArray<DataLoaderModel> DataLoaders,
    EquatableArray<string> Scalars,
    EquatableArray<TypeShape> Types,
    EquatableArray<DocumentationFile> Documentation);

/// <summary>The values of the assembly's attributes.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="DataLoaderAccess">The numeric value of <c>DataLoaderAccessModifier</c>.</param>
internal sealed record ModuleModel(string Name, int DataLoaderAccess);

/// <summary>The files to add to the compilation and the diagnostics to report.</summary>
internal sealed record SchemaOutput(EquatableArray<SourceFile> Files, EquatableArray<DiagnosticInfo> Diagnostics);

/// <summary>One generated file.</summary>
internal sealed record SourceFile(string Name, string Text);
