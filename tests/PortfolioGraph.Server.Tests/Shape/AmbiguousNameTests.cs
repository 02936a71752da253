using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>
/// No file of the server uses a name that would be ambiguous on HotChocolate, whose namespaces are imported into every file. A type of the same name from another
/// namespace must be fully qualified, or have an alias in Engine/HotChocolate/Usings.cs.
/// </summary>
public sealed class AmbiguousNameTests
{
    // The namespaces that the SDK imports into every file of a web project.
    private static readonly string[] Implicit =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Net.Http.Json", "System.Threading", "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview);

    private static readonly Dictionary<string, string> Names = File.ReadLines(RepositoryRoot.Combine("tests", "PortfolioGraph.Server.Tests", "Shape", "HotChocolateNames.txt"))
        .Where(line => line.Length > 0 && !line.StartsWith('#'))
        .Select(line => line.Split(": "))
        .SelectMany(parts => parts[1].Split(' '), (parts, name) => (Name: name, Namespace: parts[0]))
        .GroupBy(known => known.Name)
        .ToDictionary(known => known.Key, known => known.First().Namespace);

    private static string Server => RepositoryRoot.Combine("src", "PortfolioGraph.Server");

    private static string EngineUsings => File.ReadAllText(Path.Combine(Server, "Engine", "HotChocolate", "Usings.cs"));

    [Fact]
    public void Server_Should_UseNoAmbiguousName_When_ItIsBuiltOnHotChocolate()
    {
        var aliases = Regex.Matches(EngineUsings, @"^global using (?<name>\w+) =", RegexOptions.Multiline).Select(match => match.Groups["name"].Value).ToHashSet();
        var files = Directory.GetFiles(Server, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(Server, file).Replace('\\', '/'), Text: File.ReadAllText(file)))
            .Where(file => !file.Name.StartsWith("obj/", StringComparison.Ordinal) && !file.Name.StartsWith("bin/", StringComparison.Ordinal) && !file.Name.StartsWith("Engine/HotChocolate/", StringComparison.Ordinal))
            .ToList();

        var uses = FindAmbiguous(files);

        uses.Where(use => !aliases.Contains(use.Name)).Select(use => use.ToString()).ShouldBeEmpty();
        // Each alias exists because its name is used, so the check must find it.
        uses.Select(use => use.Name).Distinct().Order(StringComparer.Ordinal).ShouldBe(aliases.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_Should_CoverEveryImport_When_TheyAreListed() =>
        Regex.Matches(EngineUsings, @"^global using (?<name>(HotChocolate|GreenDonut)[\w.]*);", RegexOptions.Multiline).Select(match => match.Groups["name"].Value)
            .Except(Names.Values)
            .ShouldBeEmpty();

    [Theory]
    [InlineData("class C { RequestDelegate? next; }", "RequestDelegate")]
    [InlineData("class C { string text = Path.GetTempPath(); }", "Path")]
    [InlineData("class C { Microsoft.AspNetCore.Http.RequestDelegate? next; }", null)]
    [InlineData("using A; [Tag] class C { } namespace A { class TagAttribute : System.Attribute { } }", "TagAttribute")]
    [InlineData("class C { string Path => \"\"; int Length => Path.Length; }", null)]
    [InlineData("using Path = System.IO.Path; class C { string text = Path.GetTempPath(); }", null)]
    [InlineData("namespace A { class Result { } namespace B { class C { Result? result; } } }", null)]
    [InlineData("using A; class C { Result? result; } namespace A { class Result { } }", "Result")]
    [InlineData("class C { GraphQLException? error; }", null)]
    public void Name_Should_BeFound_When_ItIsAmbiguous(string code, string? name) =>
        FindAmbiguous([("test.cs", code)]).Select(use => use.Name).ShouldBe(name is null ? [] : [name]);

    private static List<Use> FindAmbiguous(IEnumerable<(string Name, string Text)> files)
    {
        var imports = CSharpSyntaxTree.ParseText(string.Concat(Implicit.Append("Couverture").Select(name => $"global using {name};\n")), ParseOptions);
        List<SyntaxTree> trees = [.. files.Select(file => CSharpSyntaxTree.ParseText(file.Text, ParseOptions, file.Name))];
        trees.SelectMany(tree => tree.GetDiagnostics()).Where(found => found.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) != "PortfolioGraph.Server.dll")
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create("server", [imports, .. trees], assemblies, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return [.. trees.SelectMany(tree => FindAmbiguous(compilation.GetSemanticModel(tree), tree.GetRoot()))];
    }

    private static IEnumerable<Use> FindAmbiguous(SemanticModel model, SyntaxNode root) =>
        from node in root.DescendantNodes().OfType<SimpleNameSyntax>()
        where !IsQualified(node) && model.GetAliasInfo(node) is null
        let symbol = model.GetSymbolInfo(node).Symbol
        let type = symbol as INamedTypeSymbol ?? (node.Parent is AttributeSyntax ? symbol?.ContainingType : null)
        where type is { ContainingType: null } && Names.ContainsKey(type.Name)
        let ns = type.ContainingNamespace.ToDisplayString()
        where ns != "Couverture" && !ns.StartsWith("Couverture.", StringComparison.Ordinal) && !IsEnclosing(ns, model, node)
        select new Use(type.Name, $"{root.SyntaxTree.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1} uses {ns}.{type.Name}, which is ambiguous with {Names[type.Name]}");

    // The part after a dot is resolved in the part before it, not by imports.
    private static bool IsQualified(SimpleNameSyntax node) => node.Parent switch
    {
        QualifiedNameSyntax qualified => qualified.Right == node,
        MemberAccessExpressionSyntax member => member.Name == node,
        AliasQualifiedNameSyntax or MemberBindingExpressionSyntax => true,
        _ => false,
    };

    // A type of an enclosing namespace takes precedence over imports.
    private static bool IsEnclosing(string ns, SemanticModel model, SyntaxNode node)
    {
        for (var at = model.GetEnclosingSymbol(node.SpanStart)?.ContainingNamespace; at is { IsGlobalNamespace: false }; at = at.ContainingNamespace)
        {
            if (at.ToDisplayString() == ns)
                return true;
        }

        return false;
    }

    private sealed record Use(string Name, string Text)
    {
        public override string ToString() => Text;
    }
}
