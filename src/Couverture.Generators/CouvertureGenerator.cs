using System.Collections.Immutable;
using Couverture.Generators.Composition;
using Couverture.Generators.Documentation;
using Couverture.Generators.Emission;
using Couverture.Generators.Models;
using Couverture.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Couverture.Generators;

/// <summary>
/// Turns attributed C# into schema declarations, resolver delegates and DataLoaders. Each step hands on models that compare by value and
/// hold neither symbols nor locations, so that an edit which changes no model adds no work beyond reading the annotated symbols again.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class CouvertureGenerator : IIncrementalGenerator
{
    internal const string ClassesStep = "Classes";
    internal const string TypesStep = "Types";
    internal const string SchemaStep = "Schema";

    /// <summary>The metadata by which an additional file is known as the XML documentation of a reference.</summary>
    internal const string DocumentationMetadata = "build_metadata.AdditionalFiles.CouvertureDocumentation";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var classReadings = Classes(context);
        var loaderReadings = context.SyntaxProvider
            .ForAttributeWithMetadataName(Known.DataLoader, static (node, _) => node is MethodDeclarationSyntax, static (c, _) => LoaderReader.Read(c))
            .Collect();

        var classes = classReadings
            .Select(static (readings, _) => readings.Select(r => r.Model).OfType<ClassModel>().ToEquatable())
            .WithTrackingName(ClassesStep);
        var loaders = loaderReadings.Select(static (readings, _) => readings.Select(r => r.Model).OfType<LoaderModel>().ToEquatable());
        var scalars = Scalars(context);
        var shapes = context.CompilationProvider.Combine(classes).Combine(scalars).Select(static (input, cancellationToken) =>
            ShapeReader.Read(input.Left.Left, Seeds(input.Left.Right), input.Right, cancellationToken));
        var types = shapes.Select(static (s, _) => s.Types).WithTrackingName(TypesStep);
        var moduleReading = context.CompilationProvider.Select(static (compilation, cancellationToken) => ModuleReader.Read(compilation, cancellationToken));
        var module = moduleReading.Select(static (reading, _) => reading.Model!);

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

        var places = classReadings.Combine(loaderReadings).Combine(shapes).Combine(moduleReading).Select(static (input, _) =>
            input.Left.Left.Left.SelectMany(r => r.Places)
                .Concat(input.Left.Left.Right.SelectMany(r => r.Places))
                .Concat(input.Left.Right.Places)
                .Concat(input.Right.Places)
                .ToEquatable());
        var read = classReadings.Combine(loaderReadings).Combine(moduleReading).Select(static (input, _) =>
            input.Left.Left.SelectMany(r => r.Findings)
                .Concat(input.Left.Right.SelectMany(r => r.Findings))
                .Concat(input.Right.Findings)
                .ToEquatable());
        var found = schema.Select(static (s, _) => s.Findings);
        context.RegisterSourceOutput(read.Combine(found).Combine(places), static (c, input) =>
            Report(c, input.Left.Left.Concat(input.Left.Right), input.Right));
    }

    private static IncrementalValueProvider<ImmutableArray<Reading<ClassModel>>> Classes(IncrementalGeneratorInitializationContext context)
    {
        (string Attribute, ClassRole Role)[] others =
        [
            (Known.MutationType, ClassRole.Mutation),
            (Known.SubscriptionType, ClassRole.Subscription),
            (Known.ObjectType, ClassRole.ObjectType),
            (Known.InterfaceType, ClassRole.InterfaceType),
            (Known.ExtendType, ClassRole.ExtendType),
            (Known.ExtendName, ClassRole.ExtendName),
        ];
        return others.Aggregate(
            Of(Known.QueryType, ClassRole.Query),
            (all, other) => all.Combine(Of(other.Attribute, other.Role)).Select(static (both, _) => both.Left.AddRange(both.Right)));

        IncrementalValueProvider<ImmutableArray<Reading<ClassModel>>> Of(string attribute, ClassRole role) => context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is ClassDeclarationSyntax,
                (c, cancellationToken) => ClassReader.Read(c, role, cancellationToken))
            .Collect();
    }

    /// <summary>The runtime types in <c>BindRuntimeType&lt;TRuntime, TScalar&gt;()</c> anywhere in the compilation.</summary>
    private static IncrementalValueProvider<EquatableArray<string>> Scalars(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is GenericNameSyntax { Identifier.Text: "BindRuntimeType", Parent: MemberAccessExpressionSyntax },
                static (c, cancellationToken) =>
                {
                    var argument = ((GenericNameSyntax)c.Node).TypeArgumentList.Arguments[0];
                    return c.SemanticModel.GetTypeInfo(argument, cancellationToken).Type is { } type ? TypeReader.Read(type).Key : null;
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

    /// <summary>The types that the walk over the schema's runtime types starts from.</summary>
    private static IEnumerable<TypeUse> Seeds(IEnumerable<ClassModel> classes) => classes
        .SelectMany(c => c.Methods
            .SelectMany(m => m.Parameters.Where(p => p.Role == ParameterRole.Argument).Select(p => p.Type.Leaf).Append(m.Type.Leaf))
            .Where(t => t.Kind is TypeUseKind.Class or TypeUseKind.Enum)
            .Concat(c.Target is null ? [] : [c.Target]));

    private static void Report(SourceProductionContext context, IEnumerable<Finding> findings, IEnumerable<Place> places)
    {
        var locations = new Dictionary<string, Place>();
        foreach (var place in places)
            locations[place.Key] = place;
        foreach (var finding in findings.Distinct())
        {
            var location = locations.TryGetValue(finding.Key, out var place) ? place.ToLocation() : Location.None;
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.Of(finding.Id), location, [.. finding.Arguments]));
        }
    }
}
