using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Couverture.Generators.Parsing;

/// <summary>
/// Reads the text of a class's <c>Configure</c>: the type's name and the properties that it ignores, so that both are known at build time
/// and nothing need look at the lambdas when the server starts. What cannot be read there is objected to.
/// </summary>
internal sealed class ConfigureParser(Compilation compilation, INamedTypeSymbol type, string key, List<DiagnosticInfo> diagnostics)
{
    private readonly List<string> _ignored = [];

    /// <summary>The properties ignored.</summary>
    public EquatableArray<string> Ignored => _ignored.ToEquatable();

    /// <summary>The name set; null where none is.</summary>
    public string? TypeName { get; private set; }

    /// <summary>Reads the method, if there is one; false where the generator's half of it would not fit.</summary>
    /// <param name="isRegistered">Whether the class is one that has a <c>Configure</c>.</param>
    /// <param name="locations">Takes where the method stands.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public bool Parse(bool isRegistered, List<LocationInfo?> locations, CancellationToken cancellationToken)
    {
        foreach (var configure in type.GetMembers("Configure").OfType<IMethodSymbol>().Where(m => m.Parameters.Any(p => IsDescriptor(p.Type))))
        {
            locations.Add(LocationInfo.Create(key + ".Configure", configure));
            if (!isRegistered)
            {
                Report(Diagnostics.NoEffect, "Configure", type.Name, "only a class with [ObjectType] or [InterfaceType] is configured");
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
            // The descriptor itself may be handed on, to be told there what to ignore.
            case "Ignore" or "Name":
            case var _ when argument.Expression is IdentifierNameSyntax name && configure.Parameters.Any(p => p.Name == name.Identifier.Text):
                Report(Diagnostics.UnreadableConfigure, type.Name);
                break;
        }
    }

    /// <summary>The method of the descriptor that the argument is for; null where it is another's.</summary>
    private string? CalledMethod(ArgumentSyntax argument) =>
        argument.Parent?.Parent is InvocationExpressionSyntax invocation
        && compilation.GetSemanticModel(invocation.SyntaxTree).GetSymbolInfo(invocation).Symbol is IMethodSymbol method
        && IsDescriptor(method.ContainingType)
            ? method.Name
            : null;

    private string? Constant(ExpressionSyntax expression) =>
        compilation.GetSemanticModel(expression.SyntaxTree).GetConstantValue(expression) is { HasValue: true, Value: string text } ? text : null;

    /// <summary>Whether the call may not happen, or not as it is written.</summary>
    private static bool IsConditional(SyntaxNode node) => node.Ancestors()
        .TakeWhile(a => a is not MethodDeclarationSyntax)
        .Any(a => a is not (ArgumentListSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ExpressionStatementSyntax or BlockSyntax or ArrowExpressionClauseSyntax));

    /// <summary>The property that a lambda reads of its parameter.</summary>
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
