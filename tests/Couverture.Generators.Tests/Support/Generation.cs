using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Couverture.Generators.Tests.Support;

/// <summary>Runs the generator over a source text, as a build with warnings as errors would.</summary>
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

    private static readonly ImmutableArray<MetadataReference> Platform =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p))];

    private Generation(Compilation output, GeneratorDriver driver, ImmutableArray<Diagnostic> diagnostics)
    {
        Output = output;
        Driver = driver;
        Diagnostics = diagnostics;
    }

    /// <summary>The compilation with the generated files.</summary>
    public Compilation Output { get; }

    public GeneratorDriver Driver { get; }

    /// <summary>What the generator objects to.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>What the compiler objects to, warnings too.</summary>
    public IReadOnlyList<string> CompilerDiagnostics =>
        [.. Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString())];

    public GeneratorDriverRunResult Result => Driver.GetRunResult();

    public static Generation Of(string source, params MetadataReference[] references) => Of(source, [], references);

    public static Generation Of(string source, IReadOnlyList<(string Path, string Text)> documentation, params MetadataReference[] references) =>
        Run(Compile(source, references), Driver_(documentation));

    /// <summary>A compilation in which the source is the file Source.cs.</summary>
    public static CSharpCompilation Compile(string source, IEnumerable<MetadataReference> references, string assembly = "Sample.Graph") =>
        CSharpCompilation.Create(
            assembly,
            [Tree("Usings.cs", Usings), Tree("Source.cs", source)],
            [.. Platform, .. references],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static SyntaxTree Tree(string path, string text) => CSharpSyntaxTree.ParseText(SourceText.From(text), Parsing, path);

    /// <summary>Another assembly, whose documentation the compiler does not see.</summary>
    public static (MetadataReference Reference, string Documentation) Library(string source)
    {
        using var assembly = new MemoryStream();
        using var documentation = new MemoryStream();
        var result = Compile(source, [], "Sample.Core").Emit(assembly, xmlDocumentationStream: documentation);
        result.Success.ShouldBeTrue(string.Join('\n', result.Diagnostics));
        AssemblyLoadContext.Default.Resolving += (_, _) => null;
        return (MetadataReference.CreateFromImage(assembly.ToArray()), System.Text.Encoding.UTF8.GetString(documentation.ToArray()));
    }

    /// <summary>The same driver over a changed compilation.</summary>
    public Generation Again(Compilation compilation) => Run(compilation, Driver);

    /// <summary>The text of the generated file whose name ends so.</summary>
    public string File(string suffix) => Result.GeneratedTrees.Single(t => t.FilePath.EndsWith(suffix, StringComparison.Ordinal)).ToString();

    /// <summary>The compiled assembly; fails where the generator or the compiler objects to anything.</summary>
    public Assembly Load()
    {
        Diagnostics.Select(d => d.ToString()).ShouldBeEmpty();
        CompilerDiagnostics.ShouldBeEmpty();
        using var stream = new MemoryStream();
        Output.Emit(stream).Success.ShouldBeTrue();
        return Assembly.Load(stream.ToArray());
    }

    private static Generation Run(Compilation compilation, GeneratorDriver driver)
    {
        var ran = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        return new Generation(output, ran, diagnostics);
    }

    private static CSharpGeneratorDriver Driver_(IReadOnlyList<(string Path, string Text)> documentation) => CSharpGeneratorDriver.Create(
        [new CouvertureGenerator().AsSourceGenerator()],
        [.. documentation.Select(d => new TextFile(d.Path, d.Text))],
        Parsing,
        new Marked(),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private sealed class TextFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    /// <summary>Marks every .xml file as documentation, as the targets file does.</summary>
    private sealed class Marked : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => new Options(IsMarked: false);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options(IsMarked: false);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            new Options(textFile.Path.EndsWith(".xml", StringComparison.Ordinal));
    }

    private sealed class Options(bool IsMarked) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = "true";
            return IsMarked && key == CouvertureGenerator.DocumentationMetadata;
        }
    }
}
