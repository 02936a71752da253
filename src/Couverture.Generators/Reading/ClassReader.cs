using Couverture.Generators.Documentation;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Couverture.Generators.Reading;

/// <summary>Reads the classes whose methods are fields.</summary>
internal static class ClassReader
{
    public static Reading<ClassModel> Read(GeneratorAttributeSyntaxContext context, ClassRole role, CancellationToken cancellationToken)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var key = TypeReader.Key(type);
        var findings = new List<Finding>();
        var places = new List<Place?> { Place.Of(key, type) };
        if (Misuse(type, role) is { } misuse)
        {
            findings.Add(Finding.Of(misuse, key, type.Name));
            return new Reading<ClassModel>(null, findings.ToEquatable(), Known(places));
        }

        AttributeReader.Check(type, key, role, findings);
        var methods = new List<MethodModel>();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(m => m.MethodKind == MethodKind.Ordinary && !MethodReader.IsKeptOut(m)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // the parameters tell overloads apart
            var methodKey = $"{key}.{method.Name}({string.Join(",", method.Parameters.Select(p => p.Type.ToDisplayString()))})";
            places.Add(Place.Of(methodKey, method));
            places.AddRange(method.Parameters.Select(p => Place.Of(MethodReader.ParameterKey(methodKey, p), p)));
            if (!MethodReader.IsField(method))
                AttributeReader.CheckOther(method, methodKey, findings);
            else if (method.IsGenericMethod)
                findings.Add(Finding.Of(Diagnostics.NotAccessible, methodKey, method.Name));
            else if (MethodReader.Read(method, methodKey, role, findings) is { } model)
                methods.Add(model);
        }

        if (methods.Count == 0 && findings.Count == 0 && role is not (ClassRole.ObjectType or ClassRole.InterfaceType))
            findings.Add(Finding.Of(Diagnostics.NoField, key, type.Name, "public static method"));
        var configure = new ConfigureReader(context.SemanticModel.Compilation, type, key, findings);
        if (!configure.Read(role is ClassRole.ObjectType or ClassRole.InterfaceType, places, cancellationToken))
            return new Reading<ClassModel>(null, findings.ToEquatable(), Known(places));
        var attribute = context.Attributes[0];
        var target = attribute.AttributeClass is { TypeArguments.Length: 1 } generic ? TypeReader.Read(generic.TypeArguments[0]) : null;
        return new Reading<ClassModel>(
            new ClassModel(
                role,
                type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(),
                type.Name,
                key,
                target,
                role == ClassRole.ExtendName ? attribute.ConstructorArguments[0].Value as string : null,
                configure.TypeName ?? type.Text("GraphQLNameAttribute"),
                Description(type, role),
                methods.ToEquatable(),
                configure.Ignored),
            findings.ToEquatable(),
            Known(places));
    }

    /// <summary>Of a root, the summary of the class that bears the root's name; other classes describe themselves, not their types.</summary>
    private static string? Description(INamedTypeSymbol type, ClassRole role) =>
        type.Text("GraphQLDescriptionAttribute") ?? (role.IsRoot() && type.Name == role.ToString() ? DocumentationReader.Of(type).Text : null);

    private static DiagnosticDescriptor? Misuse(INamedTypeSymbol type, ClassRole role)
    {
        if (!type.IsStatic)
            return Diagnostics.NotStatic;
        if (!IsReachable(type))
            return Diagnostics.NotAccessible;
        return role is ClassRole.ObjectType or ClassRole.InterfaceType && (type.ContainingType is not null || !IsPartial(type))
            ? Diagnostics.NotPartial
            : null;
    }

    /// <summary>Whether generated code of the same assembly sees the symbol.</summary>
    public static bool IsReachable(ISymbol symbol)
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

    private static EquatableArray<Place> Known(IEnumerable<Place?> places) => places.OfType<Place>().ToEquatable();
}
