using Couverture.Fuzzing.Graphs;
using Couverture.Language;

namespace Couverture.Fuzzing.Differential;

/// <summary>Removes unused fragments and variables, which shrinking leaves behind.</summary>
internal static class UnusedDefinitions
{
    /// <summary>Returns the document without unused definitions; null if the document cannot be parsed.</summary>
    public static string? Remove(string text)
    {
        DocumentNode document;
        try
        {
            document = Utf8GraphQLParser.Parse(text, JsonGraph.Unlimited);
        }
        catch (SyntaxException)
        {
            return null;
        }

        List<IDefinitionNode> definitions = [.. document.Definitions];
        int before;
        do
        {
            before = definitions.Count;
            var spread = definitions.SelectMany(Descendants).OfType<FragmentSpreadNode>().Select(definition => definition.Name.Value).ToHashSet(StringComparer.Ordinal);
            definitions.RemoveAll(definition => definition is FragmentDefinitionNode fragment && !spread.Contains(fragment.Name.Value));
        }
        while (definitions.Count < before);

        var fragments = definitions.OfType<FragmentDefinitionNode>().ToArray();
        return new DocumentNode([.. definitions.Select(definition => definition is OperationDefinitionNode operation ? RemoveUnusedVariables(operation, fragments) : definition)]).ToString();
    }

    private static OperationDefinitionNode RemoveUnusedVariables(OperationDefinitionNode operation, FragmentDefinitionNode[] fragments)
    {
        var used = Descendants(operation.SelectionSet)
            .Concat(operation.Directives.SelectMany(Descendants))
            .Concat(fragments.SelectMany(Descendants))
            .OfType<VariableNode>()
            .Select(variable => variable.Name.Value)
            .ToHashSet(StringComparer.Ordinal);
        return new OperationDefinitionNode(
            operation.Operation,
            operation.Name,
            operation.Description,
            [.. operation.VariableDefinitions.Where(definition => used.Contains(definition.Variable.Name.Value))],
            operation.Directives,
            operation.SelectionSet);
    }

    private static IEnumerable<ISyntaxNode> Descendants(ISyntaxNode node) => SyntaxChildren.GetChildren(node).SelectMany(child => Descendants(child.Node)).Prepend(node);
}
