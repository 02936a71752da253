using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Couverture.Generators.Reading;

/// <summary>
/// Reads the text of a class's <c>Configure</c>: the type's name and the properties that it ignores, so that both are known at build time
/// and nothing need look at the lambdas when the server starts. What cannot be read there is objected to.
/// </summary>
internal sealed class ConfigureReader(Compilation compilation, INamedTypeSymbol type, string key, List<Finding> findings)
{
    private readonly List<string> _ignored = [];

    /// <summary>The properties ignored.</summary>
    public EquatableArray<string> Ignored => _ignored.ToEquatable();

    /// <summary>The name set; null where none is.</summary>
    public string? TypeName { get; private set; }

    /// <summary>Reads the method, if there is one; false where the generator's half of it would not fit.</summary>
    /// <param name="isRegistered">Whether the class is one that has a <c>Configure</c>.</param>
    /// <param name="places">Takes where the method stands.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public bool Read(bool isRegistered, List<Place?> places, CancellationToken cancellationToken)
    {
        foreach (var configure in type.GetMembers("Configure").OfType<IMethodSymbol>().Where(m => m.Parameters.Any(p => IsDescriptor(p.Type))))
        {
            places.Add(Place.Of(key + ".Configure", configure));
            if (!isRegistered)
            {
                Find(Diagnostics.NoEffect, "Configure", type.Name, "only a class with [ObjectType] or [InterfaceType] is configured");
                continue;
            }

            var declarations = configure.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken)).OfType<MethodDeclarationSyntax>().ToList();
            if (!declarations.All(d => d.Modifiers.Any(SyntaxKind.PartialKeyword)))
            {
                Find(Diagnostics.WrongConfigure, type.Name);
                return false;
            }

            foreach (var argument in declarations.SelectMany(d => d.DescendantNodes()).OfType<ArgumentSyntax>())
                Read(configure, argument);
        }

        return true;
    }

    private static bool IsDescriptor(ITypeSymbol type) =>
        TypeReader.MetadataName(type) is "Couverture.Types.IObjectTypeDescriptor`1" or "Couverture.Types.IInterfaceTypeDescriptor`1";

    private void Read(IMethodSymbol configure, ArgumentSyntax argument)
    {
        switch (Called(argument))
        {
            case "Ignore" when !IsConditional(argument) && Member(argument.Expression) is { } member:
                _ignored.Add(member);
                break;
            case "Name" when !IsConditional(argument) && Constant(argument.Expression) is { } name:
                TypeName = name;
                break;
            // The descriptor itself may be handed on, to be told there what to ignore.
            case "Ignore" or "Name":
            case var _ when argument.Expression is IdentifierNameSyntax name && configure.Parameters.Any(p => p.Name == name.Identifier.Text):
                Find(Diagnostics.UnreadableConfigure, type.Name);
                break;
        }
    }

    /// <summary>The method of the descriptor that the argument is for; null where it is another's.</summary>
    private string? Called(ArgumentSyntax argument) =>
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
    private static string? Member(ExpressionSyntax expression) => expression switch
    {
        SimpleLambdaExpressionSyntax lambda => Member(lambda.ExpressionBody, lambda.Parameter),
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } lambda => Member(lambda.ExpressionBody, parameters[0]),
        _ => null,
    };

    private static string? Member(ExpressionSyntax? expression, ParameterSyntax parameter) => expression switch
    {
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } access when owner.Identifier.Text == parameter.Identifier.Text =>
            access.Name.Identifier.Text,
        CastExpressionSyntax cast => Member(cast.Expression, parameter),
        ParenthesizedExpressionSyntax parenthesized => Member(parenthesized.Expression, parameter),
        PostfixUnaryExpressionSyntax suppressed => Member(suppressed.Operand, parameter),
        _ => null,
    };

    private void Find(DiagnosticDescriptor descriptor, params string[] arguments) =>
        findings.Add(Finding.Of(descriptor, key + ".Configure", arguments));
}
