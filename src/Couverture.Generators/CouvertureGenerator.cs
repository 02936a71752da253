using System.Collections.Immutable;
using Couverture.Generators.Composition;
using Couverture.Generators.Documentation;
using Couverture.Generators.Emit;
using Couverture.Generators.Models;
using Couverture.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Couverture.Generators;

/// <summary>
/// Turns attributed C# into schema declarations, resolver delegates and DataLoaders. Each step returns models that compare by value and
/// hold neither symbols nor locations. If an edit does not change a model, only the annotated symbols are parsed again.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class CouvertureGenerator : IIncrementalGenerator
{
    internal const string ClassesStep = "Classes";
    internal const string TypesStep = "Types";
    internal const string SchemaStep = "Schema";

    /// <summary>The metadata that marks an additional file as the XML documentation of a referenced project.</summary>
    internal const string DocumentationMetadata = "build_metadata.AdditionalFiles.CouvertureDocumentation";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var classResults = Classes(context);
        var loaderResults = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownTypeNames.DataLoader, static (node, _) => node is MethodDeclarationSyntax, static (c, _) => DataLoaderParser.Parse(c))
            .Collect();

        var classes = classResults
            .Select(static (results, _) => results.Select(r => r.Model).OfType<ClassModel>().ToEquatable())
            .WithTrackingName(ClassesStep);
        var loaders = loaderResults.Select(static (results, _) => results.Select(r => r.Model).OfType<DataLoaderModel>().ToEquatable());
        var scalars = Scalars(context);
        var shapes = context.CompilationProvider.Combine(classes).Combine(scalars).Select(static (input, cancellationToken) =>
            TypeShapeParser.Parse(input.Left.Left, Seeds(input.Left.Right), input.Right, cancellationToken));
        var types = shapes.Select(static (s, _) => s.Types).WithTrackingName(TypesStep);
        var moduleResult = context.CompilationProvider.Select(static (compilation, cancellationToken) => ModuleParser.Parse(compilation, cancellationToken));
        var module = moduleResult.Select(static (result, _) => result.Model!);

        var schema = module.Combine(classes).Combine(loaders).Combine(scalars).Combine(types).Combine(Documentation(context))
            .Select(static (input, _) => ModuleWriter.Write(new SchemaInput(
                input.Left.Left.Left.Left.Left,
                input.Left.Left.Left.Left.Right,
                input.Left.Left.Left.Right,
                input.Left.Left.Right,
                input.Left.Right,
                input.Right)))
            .WithTrackingName(SchemaStep);
        context.RegisterSourceOutput(schema.SelectMany(static (s, _) => s.Files), static (c, file) => c.AddSource(file.Name, file.Text));

        var locations = classResults.Combine(loaderResults).Combine(shapes).Combine(moduleResult).Select(static (input, _) =>
            input.Left.Left.Left.SelectMany(r => r.Locations)
                .Concat(input.Left.Left.Right.SelectMany(r => r.Locations))
                .Concat(input.Left.Right.Locations)
                .Concat(input.Right.Locations)
                .ToEquatable());
        var parserDiagnostics = classResults.Combine(loaderResults).Combine(moduleResult).Select(static (input, _) =>
            input.Left.Left.SelectMany(r => r.Diagnostics)
                .Concat(input.Left.Right.SelectMany(r => r.Diagnostics))
                .Concat(input.Right.Diagnostics)
                .ToEquatable());
        var schemaDiagnostics = schema.Select(static (s, _) => s.Diagnostics);
        context.RegisterSourceOutput(parserDiagnostics.Combine(schemaDiagnostics).Combine(locations), static (c, input) =>
            Report(c, input.Left.Left.Concat(input.Left.Right), input.Right));
    }

    private static IncrementalValueProvider<ImmutableArray<ModelResult<ClassModel>>> Classes(IncrementalGeneratorInitializationContext context)
    {
        (string Attribute, ClassRole Role)[] others =
        [
            (KnownTypeNames.MutationType, ClassRole.Mutation),
            (KnownTypeNames.SubscriptionType, ClassRole.Subscription),
            (KnownTypeNames.ObjectType, ClassRole.ObjectType),
            (KnownTypeNames.InterfaceType, ClassRole.InterfaceType),
            (KnownTypeNames.ExtendType, ClassRole.ExtendType),
            (KnownTypeNames.ExtendName, ClassRole.ExtendName),
        ];
        return others.Aggregate(
            Of(KnownTypeNames.QueryType, ClassRole.Query),
            (all, other) => all.Combine(Of(other.Attribute, other.Role)).Select(static (both, _) => both.Left.AddRange(both.Right)));

        IncrementalValueProvider<ImmutableArray<ModelResult<ClassModel>>> Of(string attribute, ClassRole role) => context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is ClassDeclarationSyntax,
                (c, cancellationToken) => ClassParser.Parse(c, role, cancellationToken))
            .Collect();
    }

    /// <summary>Returns the runtime types of all <c>BindRuntimeType&lt;TRuntime, TScalar&gt;()</c> calls in the compilation.</summary>
    private static IncrementalValueProvider<EquatableArray<string>> Scalars(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is GenericNameSyntax { Identifier.Text: "BindRuntimeType", Parent: MemberAccessExpressionSyntax },
                static (c, cancellationToken) =>
                {
                    var argument = ((GenericNameSyntax)c.Node).TypeArgumentList.Arguments[0];
                    return c.SemanticModel.GetTypeInfo(argument, cancellationToken).Type is { } type ? TypeParser.Parse(type).Key : null;
                })
            .Collect()
            .Select(static (keys, _) => keys.OfType<string>().Distinct().OrderBy(k => k, StringComparer.Ordinal).ToEquatable());

    private static IncrementalValueProvider<EquatableArray<DocumentationFile>> Documentation(IncrementalGeneratorInitializationContext context) =>
        context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Where(static input => IsDocumentation(input.Right, input.Left))
            .Select(static (input, _) => input.Left)
            .Select(static (file, cancellationToken) => DocumentationFile.Parse(file.GetText(cancellationToken)?.ToString() ?? string.Empty))
            .Collect()
            .Select(static (files, _) => files.ToEquatable());

    private static bool IsDocumentation(AnalyzerConfigOptionsProvider options, AdditionalText file) =>
        options.GetOptions(file).TryGetValue(DocumentationMetadata, out var value) && value == "true";

    /// <summary>Returns the types from which <see cref="TypeShapeParser"/> starts: arguments, field types and registered types.</summary>
    private static IEnumerable<TypeModel> Seeds(IEnumerable<ClassModel> classes) => classes
        .SelectMany(c => c.Methods
            .SelectMany(m => m.Parameters.Where(p => p.Role == ParameterRole.Argument).Select(p => p.Type.Leaf).Append(m.Type.Leaf))
            .Where(t => t.Kind is TypeModelKind.Class or TypeModelKind.Enum)
            .Concat(c.Target is null ? [] : [c.Target]));

    private static void Report(SourceProductionContext context, IEnumerable<DiagnosticInfo> diagnostics, IEnumerable<LocationInfo> locations)
    {
        var locationsByKey = new Dictionary<string, LocationInfo>();
        foreach (var location in locations)
            locationsByKey[location.Key] = location;
        foreach (var diagnostic in diagnostics.Distinct())
        {
            var location = locationsByKey.TryGetValue(diagnostic.Key, out var info) ? info.ToLocation() : Location.None;
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.Get(diagnostic.Id), location, [.. diagnostic.Arguments]));
        }
    }
}
