using Couverture.Generators.Documentation;
using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>Everything that the schema's declaration is made of.</summary>
internal sealed record SchemaInput(
    ModuleModel Module,
    EquatableArray<ClassModel> Classes,
    EquatableArray<LoaderModel> Loaders,
    EquatableArray<string> Scalars,
    EquatableArray<TypeShape> Types,
    EquatableArray<DocumentationFile> Documentation);

/// <summary>What the assembly's attributes say.</summary>
/// <param name="Name">The module's name.</param>
/// <param name="LoaderAccess">The value of <c>DataLoaderAccessModifier</c>.</param>
internal sealed record ModuleModel(string Name, int LoaderAccess);

/// <summary>The files to add to the compilation, and what to object to.</summary>
internal sealed record SchemaOutput(EquatableArray<SourceFile> Files, EquatableArray<Finding> Findings);

/// <summary>One generated file.</summary>
internal sealed record SourceFile(string Name, string Text);
