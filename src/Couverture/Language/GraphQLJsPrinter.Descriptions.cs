using System.Text;

namespace Couverture.Language;

/// <summary>Descriptions of executable definitions, which HotChocolate 15.1 does not parse.</summary>
internal sealed partial class GraphQLJsPrinter
{
    static partial void AppendDescription(StringBuilder text, ISyntaxNode definition)
    {
        var description = definition switch
        {
            OperationDefinitionNode operation => operation.Description,
            FragmentDefinitionNode fragment => fragment.Description,
            VariableDefinitionNode variable => variable.Description,
            _ => null,
        };
        if (description is not null)
            AppendValue(text, description).Append('\n');
    }
}
