using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation;

/// <summary>
/// Traverses a document to fill a <see cref="TypedDocument"/>. The recursion does not follow fragment spreads, so its depth is bounded by the
/// parser's depth limit.
/// </summary>
internal sealed class TypedDocumentReader(Schema schema, TypedDocument document)
{
    private DefinitionUses _uses = new();

    public void Read()
    {
        foreach (var definition in document.Syntax.Definitions)
        {
            if (definition is IExecutableDefinitionNode executable)
            {
                _uses = new DefinitionUses();
                document.Uses.Add(executable, _uses);
            }

            switch (definition)
            {
                case OperationDefinitionNode operation:
                    ReadOperation(operation);
                    break;
                case FragmentDefinitionNode fragment:
                    var type = ReadTypeCondition(fragment.TypeCondition);
                    ReadDirectives(DirectiveLocation.FragmentDefinition, fragment.Directives);
                    ReadSelections(fragment.SelectionSet, type as ICompositeType);
                    break;
            }
        }
    }

    private void ReadOperation(OperationDefinitionNode operation)
    {
        foreach (var variable in operation.VariableDefinitions)
        {
            ReadDirectives(DirectiveLocation.VariableDefinition, variable.Directives);

            if (variable.DefaultValue is { } value)
            {
                var type = schema.FindType(variable.Type);
                ReadValue(value, type?.IsInputType() == true ? type : null, $"${variable.Variable.Name.Value}", new InputPath(null, variable.Variable.Name.Value));
            }
        }

        var location = operation.Operation switch
        {
            OperationType.Mutation => DirectiveLocation.Mutation,
            OperationType.Subscription => DirectiveLocation.Subscription,
            _ => DirectiveLocation.Query,
        };
        ReadDirectives(location, operation.Directives);
        ReadSelections(operation.SelectionSet, schema.GetRootType(operation.Operation));
    }

    private void ReadSelections(SelectionSetNode selectionSet, ICompositeType? parentType)
    {
        foreach (var selection in selectionSet.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    ReadField(field, parentType);
                    break;
                case FragmentSpreadNode spread:
                    _uses.Spreads.Add(spread);
                    document.FragmentsByName.TryGetValue(spread.Name.Value, out var target);
                    document.Spreads.Add((spread, target is null ? null : schema.FindType(target.TypeCondition) as INamedType, parentType));
                    ReadDirectives(DirectiveLocation.FragmentSpread, spread.Directives);
                    break;
                case InlineFragmentNode fragment:
                    var type = fragment.TypeCondition is { } condition ? ReadTypeCondition(condition) : parentType;
                    document.Spreads.Add((fragment, type, parentType));
                    ReadDirectives(DirectiveLocation.InlineFragment, fragment.Directives);
                    ReadSelections(fragment.SelectionSet, type as ICompositeType);
                    break;
            }
        }
    }

    private INamedType? ReadTypeCondition(NamedTypeNode condition)
    {
        var type = schema.FindType(condition) as INamedType;
        document.TypeConditions.Add((condition, type));
        return type;
    }

    private void ReadField(FieldNode field, ICompositeType? parentType)
    {
        var definition = parentType is null ? null : schema.FindField(parentType, field.Name.Value);
        var selected = new SelectedField(document.Fields.Count, field, parentType, definition);
        document.Fields.Add(selected);
        document.FieldsByNode.Add(field, selected);
        ReadArguments(field, definition?.Coordinate ?? field.Name.Value, field.Arguments, definition?.Arguments);
        ReadDirectives(DirectiveLocation.Field, field.Directives);

        if (field.SelectionSet is { } selectionSet)
        {
            ReadSelections(selectionSet, definition?.Type.NamedType() as ICompositeType);
        }
    }

    private void ReadDirectives(DirectiveLocation location, IReadOnlyList<DirectiveNode> directives)
    {
        if (directives.Count == 0)
        {
            return;
        }

        document.DirectiveSets.Add((location, directives));

        foreach (var directive in directives)
        {
            schema.Directives.TryGet(directive.Name.Value, out var definition);
            ReadArguments(directive, $"@{directive.Name.Value}", directive.Arguments, definition?.Arguments);
        }
    }

    private void ReadArguments(ISyntaxNode owner, string ownerName, IReadOnlyList<ArgumentNode> arguments, MemberCollection<Argument>? definitions)
    {
        document.ArgumentSets.Add(new ArgumentSet(owner, ownerName, arguments, definitions));

        foreach (var argument in arguments)
        {
            Argument? definition = null;
            definitions?.TryGet(argument.Name.Value, out definition);
            ReadInput(argument.Value, definition, oneOf: null, new InputPath(null, argument.Name.Value));
        }
    }

    private void ReadInput(IValueNode value, InputValue? definition, InputObjectType? oneOf, InputPath path)
    {
        if (value is VariableNode variable)
        {
            _uses.Variables.Add(new VariableUsage(variable, definition?.Type, definition?.DefaultValue is not null, oneOf));
        }
        else
        {
            ReadValue(value, definition?.Type, definition?.Coordinate ?? "", path);
        }
    }

    private void ReadValue(IValueNode value, IType? type, string coordinate, InputPath? path)
    {
        switch (value)
        {
            case VariableNode variable:
                _uses.Variables.Add(new VariableUsage(variable, type, HasLocationDefault: false, OneOf: null));
                break;
            case NullValueNode when type is not null:
                document.Values.Add(new TypedValue(value, type, coordinate, path!));
                break;
            case ListValueNode list when type is null || type.NullableType() is ListType:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    ReadValue(list.Items[i], (type?.NullableType() as ListType)?.ItemType, coordinate, new InputPath(path, i));
                }

                break;
            case not ListValueNode when type?.NullableType() is ListType { ItemType: var itemType }:
                // A single value is coerced to a list with one item.
                ReadValue(value, itemType, coordinate, path);
                break;
            case ObjectValueNode literal when type?.NullableType() is InputObjectType inputObject:
                document.Objects.Add((literal, inputObject));

                foreach (var field in literal.Fields)
                {
                    inputObject.Fields.TryGet(field.Name.Value, out var definition);
                    ReadInput(field.Value, definition, inputObject.IsOneOf ? inputObject : null, new InputPath(path, field.Name.Value));
                }

                break;
            default:
                if (type is not null)
                {
                    document.Values.Add(new TypedValue(value, type, coordinate, path!));
                }

                ReadUntyped(value);
                break;
        }
    }

    /// <summary>Reads a literal with an unknown type, in which only uses of variables and duplicate field names can be checked.</summary>
    private void ReadUntyped(IValueNode value)
    {
        switch (value)
        {
            case ListValueNode list:
                foreach (var item in list.Items)
                {
                    ReadValue(item, null, "", path: null);
                }

                break;
            case ObjectValueNode literal:
                document.Objects.Add((literal, null));

                foreach (var field in literal.Fields)
                {
                    ReadValue(field.Value, null, "", path: null);
                }

                break;
        }
    }
}
