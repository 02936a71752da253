using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Couverture.Generators.Parsing;

/// <summary>
/// Parses the syntax of a class's <c>Configure</c> for the type's name and the ignored properties. Both are known at build time, so that the
/// lambdas do not have to be inspected at startup. Calls that cannot be parsed are reported.
/// </summary>
internal sealed class ConfigureParser(Compilation compilation, INamedTypeSymbol type, string key, List<DiagnosticInfo> diagnostics)
{
    private readonly List<string> _ignored = [];

    /// <summary>The ignored properties.</summary>
    public EquatableArray<string> Ignored => _ignored.ToEquatable();

    /// <summary>The type name that <c>Configure</c> sets; null if it sets none.</summary>
    public string? TypeName { get; private set; }

    /// <summary>Parses the method, if the class has one; returns false if it conflicts with the generated partial method.</summary>
    /// <param name="isRegistered">Whether the class registers a type and therefore can have a <c>Configure</c> method.</param>
    /// <param name="locations">The list that the method's location is added to.</param>
    /// <param name="cancellationToken">Cancels the parsing.</param>
    public bool Parse(bool isRegistered, List<LocationInfo?> locations, CancellationToken cancellationToken)
    {
        foreach (var configure in type.GetMembers("Configure").OfType<IMethodSymbol>().Where(m => m.Parameters.Any(p => IsDescriptor(p.Type))))
        {
            locations.Add(LocationInfo.Create(key + ".Configure", configure));
            if (!isRegistered)
            {
                Report(Diagnostics.NoEffect, "Configure", type.Name, "only classes with [ObjectType] or [InterfaceType] are configured");
                continue;
            }

            var declarations = configure.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken)).OfType<MethodDeclarationSyntax>().ToList();
            if (!declarations.All(d => d.Modifiers.Any(SyntaxKind.PartialKeyword)))
            {
                Report(Diagnostics.InvalidConfigure, type.Name);
                return false;
            }

            foreach (var argument in declarations.SelectMany(d => d.DescendantNodes()).OfType<ArgumentSyntax>())
                Parse(configure, argument);
        }

        return true;
    }

    private static bool IsDescriptor(ITypeSymbol type) =>
        TypeParser.MetadataName(type) is "Couverture.Types.IObjectTypeDescriptor`1" or "Couverture.Types.IInterfaceTypeDescriptor`1";

    private void Parse(IMethodSymbol configure, ArgumentSyntax argument)
    {
        switch (CalledMethod(argument))
        {
            case "Ignore" when !IsConditional(argument) && ReadProperty(argument.Expression) is { } member:
                _ignored.Add(member);
                break;
            case "Name" when !IsConditional(argument) && Constant(argument.Expression) is { } name:
                TypeName = name;
                break;
            // A method that receives the descriptor could call Ignore or Name on it.
            case "Ignore" or "Name":
            case var _ when argument.Expression is IdentifierNameSyntax name && configure.Parameters.Any(p => p.Name == name.Identifier.Text):
                Report(Diagnostics.UnreadableConfigure, type.Name);
                break;
        }
    }

    /// <summary>Returns the descriptor method that the argument is passed to; null if it is passed to another method.</summary>
    private string? CalledMethod(ArgumentSyntax argument) =>
        argument.Parent?.Parent is InvocationExpressionSyntax invocation
        && compilation.GetSemanticModel(invocation.SyntaxTree).GetSymbolInfo(invocation).Symbol is IMethodSymbol method
        && IsDescriptor(method.ContainingType)
            ? method.Name
            : null;

    private string? Constant(ExpressionSyntax expression) =>
        compilation.GetSemanticModel(expression.SyntaxTree).GetConstantValue(expression) is { HasValue: true, Value: string text } ? text : null;

    /// <summary>Whether the call is conditional, nested in other code, or otherwise not a plain statement.</summary>
    private static bool IsConditional(SyntaxNode node) => node.Ancestors()
        .TakeWhile(a => a is not MethodDeclarationSyntax)
        .Any(a => a is not (ArgumentListSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ExpressionStatementSyntax or BlockSyntax or ArrowExpressionClauseSyntax));

    /// <summary>Returns the property that a lambda reads from its parameter; null for any other lambda.</summary>
    private static string? ReadProperty(ExpressionSyntax expression) => expression switch
    {
        SimpleLambdaExpressionSyntax lambda => ReadProperty(lambda.ExpressionBody, lambda.Parameter),
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } lambda => ReadProperty(lambda.ExpressionBody, parameters[0]),
        _ => null,
    };

    private static string? ReadProperty(ExpressionSyntax? expression, ParameterSyntax parameter) => expression switch
    {
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } access when owner.Identifier.Text == parameter.Identifier.Text =>
            access.Name.Identifier.Text,
        CastExpressionSyntax cast => ReadProperty(cast.Expression, parameter),
        ParenthesizedExpressionSyntax parenthesized => ReadProperty(parenthesized.Expression, parameter),
        PostfixUnaryExpressionSyntax suppressed => ReadProperty(suppressed.Operand, parameter),
        _ => null,
    };

    private void Report(DiagnosticDescriptor descriptor, params string[] arguments) =>
        diagnostics.Add(DiagnosticInfo.Create(descriptor, key + ".Configure", arguments));
}
