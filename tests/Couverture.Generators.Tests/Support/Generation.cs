using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.RegularExpressions;
using Couverture.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Couverture.Generators.Tests.Support;

/// <summary>A referenced assembly and the content of its documentation file. As in a build, the reference itself contains no documentation.</summary>
internal sealed record Library(byte[] Image, MetadataReference Reference, string Documentation);

/// <summary>Runs the generator on source code and collects its output and all diagnostics.</summary>
internal sealed class Generation
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Couverture;
        global using Couverture.DataLoaders;
        global using Couverture.Execution;
        global using Couverture.Types;
        global using Microsoft.Extensions.DependencyInjection;

        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview, DocumentationMode.Parse);

    private static readonly CSharpParseOptions StrictParsing = Parsing.WithDocumentationMode(DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> Platform =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    private readonly IReadOnlyList<Library> _libraries;

    private Generation(Compilation output, GeneratorDriver driver, ImmutableArray<Diagnostic> diagnostics, IReadOnlyList<Library> libraries)
    {
        _libraries = libraries;
        Output = output;
        Driver = driver;
        Diagnostics = diagnostics;
    }

    /// <summary>The compilation including the generated files.</summary>
    public Compilation Output { get; }

    public GeneratorDriver Driver { get; }

    /// <summary>The diagnostics of the generator.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The errors and warnings of the compiler.</summary>
    public IReadOnlyList<string> CompilerDiagnostics =>
        [.. Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString())];

    public GeneratorDriverRunResult Result => Driver.GetRunResult();

    public static Generation Of(string source, params Library[] libraries) =>
        Run(Compile(source, libraries.Select(l => l.Reference)), NewDriver(libraries), libraries);

    /// <summary>Like <see cref="Of"/>, with all compiler warnings enabled, including those about documentation.</summary>
    public static Generation Strict(string source)
    {
        var compilation = Compile(source, []);
        compilation = compilation
            .RemoveAllSyntaxTrees()
            .AddSyntaxTrees(compilation.SyntaxTrees.Select(t => CSharpSyntaxTree.ParseText(t.GetText(), StrictParsing, t.FilePath)))
            .WithOptions(compilation.Options.WithWarningLevel(9999).WithGeneralDiagnosticOption(ReportDiagnostic.Error));
        return Run(compilation, NewDriver([]).WithUpdatedParseOptions(StrictParsing), []);
    }

    /// <summary>Creates a compilation with the source as the file Source.cs.</summary>
    public static CSharpCompilation Compile(string source, IEnumerable<MetadataReference> references, string assembly = "Sample.Graph") =>
        CSharpCompilation.Create(
            assembly,
            [Tree("Usings.cs", Usings), Tree("Source.cs", source)],
            [.. Platform, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static SyntaxTree Tree(string path, string text) => CSharpSyntaxTree.ParseText(SourceText.From(text), Parsing, path);

    /// <summary>Compiles another assembly whose documentation is not visible to the compiler.</summary>
    public static Library CompileLibrary(string source)
    {
        using var assembly = new MemoryStream();
        using var documentation = new MemoryStream();
        var result = Compile(source, [], "Sample.Core").Emit(assembly, xmlDocumentationStream: documentation);
        result.Success.ShouldBeTrue(string.Join('\n', result.Diagnostics));
        var image = assembly.ToArray();
        return new Library(image, MetadataReference.CreateFromImage(image), Encoding.UTF8.GetString(documentation.ToArray()));
    }

    /// <summary>Runs the same driver on a changed compilation.</summary>
    public Generation Again(Compilation compilation) => Run(compilation, Driver, _libraries);

    /// <summary>Returns the text of the generated file whose name has the suffix.</summary>
    public string File(string suffix) => Result.GeneratedTrees.Single(t => t.FilePath.EndsWith(suffix, StringComparison.Ordinal)).ToString();

    /// <summary>Compiles and loads the assembly; fails if the generator or the compiler reports any diagnostic.</summary>
    public Assembly Load()
    {
        Diagnostics.Select(d => d.ToString()).ShouldBeEmpty();
        CompilerDiagnostics.ShouldBeEmpty();
        using var stream = new MemoryStream();
        Output.Emit(stream).Success.ShouldBeTrue();
        var context = new AssemblyLoadContext(nameof(Generation));
        foreach (var library in _libraries)
            context.LoadFromStream(new MemoryStream(library.Image));
        return context.LoadFromStream(new MemoryStream(stream.ToArray()));
    }

    /// <summary>Builds the schema that the generated code declares.</summary>
    public Schema Schema() => Declare().Build();

    /// <summary>Returns a schema builder with the declarations of the generated code.</summary>
    public SchemaBuilder Declare()
    {
        var builder = new SchemaBuilder();
        foreach (var type in Load().GetTypes().Where(t => t.Name.EndsWith("RequestExecutorBuilderExtensions", StringComparison.Ordinal) || t.Name == "Scalars"))
            type.GetMethod("Declare", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, [builder]);
        return builder;
    }

    /// <summary>Returns the definition of one type in the schema definition language.</summary>
    public string Sdl(string type) =>
        SchemaPrinter.Print(Schema()).Split("\n\n").Single(d => Regex.IsMatch(d, $@"^(type|interface|enum) {type}\b", RegexOptions.Multiline)).Trim();

    private static Generation Run(Compilation compilation, GeneratorDriver driver, IReadOnlyList<Library> libraries)
    {
        var ran = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        return new Generation(output, ran, diagnostics, libraries);
    }

    private static CSharpGeneratorDriver NewDriver(IEnumerable<Library> libraries) => CSharpGeneratorDriver.Create(
        [new CouvertureGenerator().AsSourceGenerator()],
        [.. libraries.Select(l => new TextFile("Sample.Core.xml", l.Documentation))],
        Parsing,
        new DocumentationOptionsProvider(),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private sealed class TextFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    /// <summary>Marks every .xml file as documentation, as the targets file does.</summary>
    private sealed class DocumentationOptionsProvider : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Options(IsDocumentation: false);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options(IsDocumentation: false);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Options(textFile.Path.EndsWith(".xml", StringComparison.Ordinal));
    }

    private sealed class Options(bool IsDocumentation) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = "true";
            return IsDocumentation && key == CouvertureGenerator.DocumentationMetadata;
        }
    }
}
