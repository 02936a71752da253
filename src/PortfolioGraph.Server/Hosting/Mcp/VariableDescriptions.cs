namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Describes the variables of an operation by what they are used for: the first argument that has a variable as its value, or else the input fields.
/// </summary>
/// <param name="types">The types of the schema.</param>
internal sealed class VariableDescriptions(SchemaTypes types)
{
    /// <summary>Returns the uses by the names of the variables. A variable that is used only where the schema has no description is missing.</summary>
    /// <param name="document">The document, which is valid.</param>
    /// <param name="operation">The operation of the document.</param>
    public IReadOnlyDictionary<string, VariableUse> Read(DocumentNode document, OperationDefinitionNode operation)
    {
        var reader = new Reader(types, document);
        reader.ReadSelections(operation.SelectionSet, operation.Operation.ToString());
        return reader.Uses;
    }

    private sealed class Reader(SchemaTypes types, DocumentNode document)
    {
        private readonly Dictionary<string, VariableUse> _arguments = new(StringComparer.Ordinal);
        private readonly Dictionary<string, InputFieldUse> _inputFields = new(StringComparer.Ordinal);
        private readonly HashSet<string> _fragments = new(StringComparer.Ordinal);

        public IReadOnlyDictionary<string, VariableUse> Uses =>
            _arguments.Concat(_inputFields.ExceptBy(_arguments.Keys, static entry => entry.Key).Select(static entry => KeyValuePair.Create(entry.Key, entry.Value.Describe())))
                .ToDictionary(static entry => entry.Key, static entry => entry.Value, StringComparer.Ordinal);

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
                            ReadArgument(argument.Value, input, $"{parent}.{field.Name.Value}");
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

        private void ReadArgument(IValueNode value, InputValueDefinitionNode input, string field)
        {
            if (value is VariableNode variable && input.Description is { } description)
                _arguments.TryAdd(variable.Name.Value, new VariableUse($"{field}.{input.Name.Value}", description.Value));
            else
                ReadInput(value, input, []);
        }

        // The path has no `or`: which conditions are combined does not matter to the value.
        private void ReadInput(IValueNode value, InputValueDefinitionNode input, string[] path)
        {
            switch (value)
            {
                // An item of a list.
                case VariableNode variable when path.Length == 0 && input.Description is { } description:
                    _arguments.TryAdd(variable.Name.Value, new VariableUse(null, description.Value));
                    break;
                case VariableNode variable when input.Description is { } description:
                    if (!_inputFields.TryGetValue(variable.Name.Value, out var use))
                        _inputFields.Add(variable.Name.Value, use = new InputFieldUse(description.Value));
                    use.Paths.Add($"`{string.Join('.', path)}`");
                    break;
                case ListValueNode list:
                    foreach (var item in list.Items)
                        ReadInput(item, input, path);
                    break;
                case ObjectValueNode members when types.Find(SchemaTypes.GetNamedType(input.Type)) is InputObjectTypeDefinitionNode type:
                    foreach (var member in members.Fields)
                    {
                        var name = member.Name.Value;
                        if (type.Fields.FirstOrDefault(candidate => candidate.Name.Value == name) is { } field)
                            ReadInput(member.Value, field, name is "and" or "or" ? path : [.. path, name]);
                    }

                    break;
            }
        }
    }

    // The description of an input field, such as "The text contains this one.", does not say which text.
    private sealed record InputFieldUse(string Description)
    {
        public List<string> Paths { get; } = [];

        public VariableUse Describe() => new(null, $"For {string.Join(" and ", Paths.Distinct(StringComparer.Ordinal))}: {Description}");
    }
}

/// <summary>What an operation uses a variable for.</summary>
/// <param name="Argument">The argument, such as <c>Query.wallet.address</c>. Null if the variable is a part of its value.</param>
/// <param name="Description">The description in the schema.</param>
internal sealed record VariableUse(string? Argument, string Description);
