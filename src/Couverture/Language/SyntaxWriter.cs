using System.Runtime.CompilerServices;
using System.Text;

namespace Couverture.Language;

/// <summary>Writes syntax nodes as text. An instance prints one node.</summary>
internal sealed partial class SyntaxWriter
{
    private readonly StringBuilder _text = new();
    private string _indent = "";
    private bool _needsKeyword;

    public override string ToString() => _text.ToString();

    public void Write(ISyntaxNode node)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();

        switch (node)
        {
            case DocumentNode document:
                WriteDocument(document);
                break;
            case OperationDefinitionNode operation:
                WriteOperation(operation);
                break;
            case FragmentDefinitionNode fragment:
                WriteFragment(fragment);
                break;
            case VariableDefinitionNode variable:
                WriteVariableDefinition(variable);
                break;
            case SelectionSetNode selectionSet:
                WriteSelectionSet(selectionSet);
                break;
            case FieldNode field:
                WriteField(field);
                break;
            case FragmentSpreadNode spread:
                _text.Append("...").Append(spread.Name.Value);
                WriteDirectives(spread.Directives);
                break;
            case InlineFragmentNode fragment:
                WriteInlineFragment(fragment);
                break;
            case ArgumentNode argument:
                _text.Append(argument.Name.Value).Append(": ");
                Write(argument.Value);
                break;
            case DirectiveNode directive:
                _text.Append('@').Append(directive.Name.Value);
                WriteArguments(directive.Arguments);
                break;
            case NameNode name:
                _text.Append(name.Value);
                break;
            case ITypeNode type:
                WriteType(type);
                break;
            case IValueNode value:
                WriteValue(value);
                break;
            case ObjectFieldNode field:
                _text.Append(field.Name.Value).Append(": ");
                Write(field.Value);
                break;
            default:
                WriteTypeSystem(node);
                break;
        }
    }

    private void WriteDocument(DocumentNode document)
    {
        for (var i = 0; i < document.Definitions.Count; i++)
        {
            _text.Append(i == 0 ? "" : "\n\n");

            // After a type without a body, the braces of a shorthand query would be parsed as that body.
            _needsKeyword = i > 0 && document.Definitions[i - 1] is not IExecutableDefinitionNode;
            Write(document.Definitions[i]);
        }
    }

    private void WriteOperation(OperationDefinitionNode operation)
    {
        WriteDescription(operation.Description);

        var isShorthand = !_needsKeyword && operation is { Operation: OperationType.Query, Name: null, Description: null, VariableDefinitions.Count: 0, Directives.Count: 0 };

        if (!isShorthand)
        {
            _text.Append(Keyword(operation.Operation));
            _text.Append(operation.Name is null ? "" : " ").Append(operation.Name?.Value);
            WriteGroup(operation.VariableDefinitions, operation.VariableDefinitions.Any(v => v.Description is not null));
            WriteDirectives(operation.Directives);
            _text.Append(' ');
        }

        WriteSelectionSet(operation.SelectionSet);
    }

    private void WriteVariableDefinition(VariableDefinitionNode variable)
    {
        WriteDescription(variable.Description);
        Write(variable.Variable);
        _text.Append(": ");
        Write(variable.Type);
        WriteDefault(variable.DefaultValue);
        WriteDirectives(variable.Directives);
    }

    private void WriteFragment(FragmentDefinitionNode fragment)
    {
        WriteDescription(fragment.Description);
        _text.Append("fragment ").Append(fragment.Name.Value).Append(" on ").Append(fragment.TypeCondition.Name.Value);
        WriteDirectives(fragment.Directives);
        _text.Append(' ');
        WriteSelectionSet(fragment.SelectionSet);
    }

    private void WriteSelectionSet(SelectionSetNode selectionSet) => WriteBlock(selectionSet.Selections);

    private void WriteField(FieldNode field)
    {
        if (field.Alias is { } alias)
        {
            _text.Append(alias.Value).Append(": ");
        }

        _text.Append(field.Name.Value);
        WriteArguments(field.Arguments);
        WriteDirectives(field.Directives);

        if (field.SelectionSet is { } selectionSet)
        {
            _text.Append(' ');
            Write(selectionSet);
        }
    }

    private void WriteInlineFragment(InlineFragmentNode fragment)
    {
        _text.Append("...");

        if (fragment.TypeCondition is { } type)
        {
            _text.Append(" on ").Append(type.Name.Value);
        }

        WriteDirectives(fragment.Directives);
        _text.Append(' ');
        WriteSelectionSet(fragment.SelectionSet);
    }

    private void WriteArguments(IReadOnlyList<ArgumentNode> arguments) => WriteGroup(arguments, onLines: false);

    private void WriteDirectives(IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            _text.Append(' ');
            Write(directive);
        }
    }

    private void WriteType(ITypeNode type)
    {
        switch (type)
        {
            case NamedTypeNode named:
                _text.Append(named.Name.Value);
                break;
            case ListTypeNode list:
                _text.Append('[');
                Write(list.Type);
                _text.Append(']');
                break;
            case NonNullTypeNode nonNull:
                Write(nonNull.Type);
                _text.Append('!');
                break;
        }
    }

    private void WriteValue(IValueNode value)
    {
        switch (value)
        {
            case VariableNode variable:
                _text.Append('$').Append(variable.Name.Value);
                break;
            case IntValueNode number:
                _text.Append(number.Value);
                break;
            case FloatValueNode number:
                _text.Append(number.Value);
                break;
            case EnumValueNode name:
                _text.Append(name.Value);
                break;
            case BooleanValueNode boolean:
                _text.Append(boolean.Value ? "true" : "false");
                break;
            case NullValueNode:
                _text.Append("null");
                break;
            case StringValueNode text:
                WriteString(text);
                break;
            case ListValueNode list:
                _text.Append('[');
                WriteSeparated(list.Items, ", ");
                _text.Append(']');
                break;
            case ObjectValueNode { Fields.Count: 0 }:
                _text.Append("{}");
                break;
            case ObjectValueNode fields:
                _text.Append("{ ");
                WriteSeparated(fields.Fields, ", ");
                _text.Append(" }");
                break;
        }
    }

    private void WriteString(StringValueNode value)
    {
        if (!value.Block || !StringLiteral.TryAppendBlock(_text, value.Value, _indent))
        {
            StringLiteral.AppendQuoted(_text, value.Value);
        }
    }

    private void WriteDescription(StringValueNode? description)
    {
        if (description is not null)
        {
            WriteString(description);
            NewLine();
        }
    }

    private void WriteDefault(IValueNode? value)
    {
        if (value is not null)
        {
            _text.Append(" = ");
            Write(value);
        }
    }

    private void WriteGroup(IReadOnlyList<ISyntaxNode> nodes, bool onLines)
    {
        if (nodes.Count == 0)
        {
            return;
        }

        _text.Append('(');

        if (onLines)
        {
            WriteLines(nodes);
        }
        else
        {
            WriteSeparated(nodes, ", ");
        }

        _text.Append(')');
    }

    private void WriteBlock(IReadOnlyList<ISyntaxNode> nodes)
    {
        _text.Append('{');
        WriteLines(nodes);
        _text.Append('}');
    }

    private void WriteLines(IReadOnlyList<ISyntaxNode> nodes)
    {
        var outer = _indent;
        _indent += "  ";

        foreach (var node in nodes)
        {
            NewLine();
            Write(node);
        }

        _indent = outer;
        NewLine();
    }

    private void WriteSeparated(IReadOnlyList<ISyntaxNode> nodes, string separator)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            _text.Append(i == 0 ? "" : separator);
            Write(nodes[i]);
        }
    }

    private void NewLine() => _text.Append('\n').Append(_indent);

    private static string Keyword(OperationType operation) => operation switch
    {
        OperationType.Mutation => "mutation",
        OperationType.Subscription => "subscription",
        _ => "query",
    };
}
