using Couverture.Generators.Documentation;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Couverture.Generators.Parsing;

/// <summary>Parses the classes whose methods are fields.</summary>
internal static class ClassParser
{
    public static ModelResult<ClassModel> Parse(GeneratorAttributeSyntaxContext context, ClassRole role, CancellationToken cancellationToken)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var key = TypeParser.Key(type);
        var diagnostics = new List<DiagnosticInfo>();
        var locations = new List<LocationInfo?> { LocationInfo.Create(key, type) };
        if (FindError(type, role) is { } error)
        {
            diagnostics.Add(DiagnosticInfo.Create(error, key, type.Name));
            return new ModelResult<ClassModel>(null, diagnostics.ToEquatable(), Collect(locations));
        }

        AttributeRules.Check(type, key, role, diagnostics);
        var methods = new List<MethodModel>();
        MethodModel? nodeResolver = null;
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(m => m.MethodKind == MethodKind.Ordinary && !MethodParser.IsIgnored(m)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The parameter types distinguish overloads.
            var methodKey = $"{key}.{method.Name}({string.Join(",", method.Parameters.Select(p => p.Type.ToDisplayString()))})";
            locations.Add(LocationInfo.Create(methodKey, method));
            locations.AddRange(method.Parameters.Select(p => LocationInfo.Create(MethodParser.ParameterKey(methodKey, p), p)));
            if (!MethodParser.IsField(method))
                AttributeRules.CheckNonField(method, methodKey, diagnostics);
            else if (method.IsGenericMethod)
                diagnostics.Add(DiagnosticInfo.Create(Diagnostics.NotAccessible, methodKey, method.Name));
            else if (MethodParser.Parse(method, methodKey, role, diagnostics) is not { } model)
                continue;
            else if (!method.HasAttribute("NodeResolverAttribute"))
                methods.Add(model);
            else if (NodeResolverParser.FindError(model, role, nodeResolver) is { } reason)
                diagnostics.Add(DiagnosticInfo.Create(Diagnostics.InvalidNodeResolver, methodKey, method.Name, reason));
            else
                nodeResolver = model;
        }

        if (methods.Count == 0 && diagnostics.Count == 0 && role is not (ClassRole.ObjectType or ClassRole.InterfaceType))
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.NoMembers, key, type.Name, "public static method"));
        var configure = new ConfigureParser(context.SemanticModel.Compilation, type, key, diagnostics);
        if (!configure.Parse(role is ClassRole.ObjectType or ClassRole.InterfaceType, locations, cancellationToken))
            return new ModelResult<ClassModel>(null, diagnostics.ToEquatable(), Collect(locations));
        var attribute = context.Attributes[0];
        var target = attribute.AttributeClass is { TypeArguments.Length: 1 } generic ? TypeParser.Parse(generic.TypeArguments[0]) : null;
        return new ModelResult<ClassModel>(
            new ClassModel(
                role,
                type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(),
                type.Name,
                key,
                target,
                role == ClassRole.ExtendName ? attribute.ConstructorArguments[0].Value as string : null,
                configure.TypeName ?? type.AttributeText("GraphQLNameAttribute"),
                Description(type, role),
                methods.ToEquatable(),
                nodeResolver,
                configure.Ignored),
            diagnostics.ToEquatable(),
            Collect(locations));
    }

    /// <summary>Returns the attribute's text, else, for a class with the root's name, its summary. Summaries of other classes do not describe the type.</summary>
    private static string? Description(INamedTypeSymbol type, ClassRole role) =>
        type.AttributeText("GraphQLDescriptionAttribute") ?? (role.IsRoot() && type.Name == role.ToString() ? DocumentationReader.Of(type).Text : null);

    private static DiagnosticDescriptor? FindError(INamedTypeSymbol type, ClassRole role)
    {
        if (!type.IsStatic)
            return Diagnostics.NotStatic;
        if (!IsAccessible(type))
            return Diagnostics.NotAccessible;
        return role is ClassRole.ObjectType or ClassRole.InterfaceType && (type.ContainingType is not null || !IsPartial(type))
            ? Diagnostics.NotPartial
            : null;
    }

    /// <summary>Whether generated code in the same assembly can access the symbol.</summary>
    public static bool IsAccessible(ISymbol symbol)
    {
        for (var at = symbol; at is not null and not INamespaceSymbol; at = at.ContainingSymbol)
        {
            if (at.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal
                || at is INamedTypeSymbol { IsFileLocal: true } or INamedTypeSymbol { IsGenericType: true })
                return false;
        }

        return true;
    }

    private static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is ClassDeclarationSyntax c && c.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static EquatableArray<LocationInfo> Collect(IEnumerable<LocationInfo?> locations) => locations.OfType<LocationInfo>().ToEquatable();
}
