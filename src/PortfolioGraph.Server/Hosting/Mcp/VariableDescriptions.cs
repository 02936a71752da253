namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Describes the variables of an operation by what they are used for: the description of the first argument that has a variable as its value, or else of the first input field.
/// </summary>
/// <param name="types">The types of the schema.</param>
internal sealed class VariableDescriptions(SchemaTypes types)
{
    /// <summary>Returns the descriptions by the names of the variables. A variable that is used only where the schema has no description is missing.</summary>
    /// <param name="document">The document, which is valid.</param>
    /// <param name="operation">The operation of the document.</param>
    public IReadOnlyDictionary<string, string> Read(DocumentNode document, OperationDefinitionNode operation)
    {
        var reader = new Reader(types, document);
        reader.ReadSelections(operation.SelectionSet, operation.Operation.ToString());
        return reader.Descriptions;
    }

    private sealed class Reader(SchemaTypes types, DocumentNode document)
    {
        private readonly Dictionary<string, string> _arguments = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _inputFields = new(StringComparer.Ordinal);
        private readonly HashSet<string> _fragments = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, string> Descriptions =>
            _arguments.Concat(_inputFields.ExceptBy(_arguments.Keys, static entry => entry.Key)).ToDictionary(static entry => entry.Key, static entry => entry.Value, StringComparer.Ordinal);

        public void ReadSelections(SelectionSetNode selections, string parent)
        {
            foreach (var selection in selections.Selections)
                ReadSelection(selection, parent);
        }

        private void ReadSelection(ISelectionNode selection, string parent)
        {
            switch (selection)
            {
                case FieldNode field when types.FindField(parent, field.Name.Value) is { } definition:
                    foreach (var argument in field.Arguments)
                    {
                        if (definition.Arguments.FirstOrDefault(candidate => candidate.Name.Value == argument.Name.Value) is { } input)
                            ReadValue(argument.Value, input, _arguments);
                    }

                    if (field.SelectionSet is { } below)
                        ReadSelections(below, SchemaTypes.GetNamedType(definition.Type));
                    break;
                case InlineFragmentNode fragment:
                    ReadSelections(fragment.SelectionSet, fragment.TypeCondition?.Name.Value ?? parent);
                    break;
                case FragmentSpreadNode spread when _fragments.Add(spread.Name.Value):
                    foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>().Where(candidate => candidate.Name.Value == spread.Name.Value))
                        ReadSelections(fragment.SelectionSet, fragment.TypeCondition.Name.Value);
                    break;
            }
        }

        private void ReadValue(IValueNode value, InputValueDefinitionNode input, Dictionary<string, string> descriptions)
        {
            switch (value)
            {
                case VariableNode variable when input.Description is { } description:
                    descriptions.TryAdd(variable.Name.Value, description.Value);
                    break;
                case ListValueNode list:
                    foreach (var item in list.Items)
                        ReadValue(item, input, _inputFields);
                    break;
                case ObjectValueNode members when types.Find(SchemaTypes.GetNamedType(input.Type)) is InputObjectTypeDefinitionNode type:
                    foreach (var member in members.Fields)
                    {
                        if (type.Fields.FirstOrDefault(candidate => candidate.Name.Value == member.Name.Value) is { } field)
                            ReadValue(member.Value, field, _inputFields);
                    }

                    break;
            }
        }
    }
}
