using System.Text;

namespace Couverture.Language;

/// <summary>
/// Prints executable documents exactly as <c>print</c> of graphql-js 16 does, because clients send and hash that text. <see cref="SyntaxPrinter"/> prints another form.
/// </summary>
/// <remarks>The server also compiles this file against HotChocolate's syntax nodes, so it only uses members that both engines have.</remarks>
internal sealed partial class GraphQLJsPrinter
{
    private const string Typename = "__typename";
    private const int MaxLineLength = 80;

    private static readonly string[] LineTerminators = ["\r\n", "\n", "\r"];

    private readonly StringBuilder _text = new();
    private readonly TypenameForm _form;
    private readonly string _step;
    private string _indent = "";

    private GraphQLJsPrinter(TypenameForm form, string step) => (_form, _step) = (form, step);

    /// <summary>Returns the text of a document, without a final line break; null if the document has other definitions than operations and fragments.</summary>
    /// <param name="document">The parsed document.</param>
    /// <param name="form">Which <c>__typename</c> fields are printed.</param>
    public static string? Print(DocumentNode document, TypenameForm form) => new GraphQLJsPrinter(form, "  ").Print(document);

    /// <summary>
    /// Returns a text that two documents share only if they are equal without their <c>__typename</c> fields (<see cref="TypenameForm.Without"/>); null as for <see cref="Print(DocumentNode, TypenameForm)"/>.
    /// </summary>
    /// <param name="document">The parsed document. It may be hostile: the text has no indentation, which could make it much longer than the document.</param>
    public static string? PrintCanonical(DocumentNode document) => new GraphQLJsPrinter(TypenameForm.Without, "").Print(document);

    private string? Print(DocumentNode document)
    {
        foreach (var definition in document.Definitions)
        {
            _text.Append(_text.Length == 0 ? "" : "\n\n");
            switch (definition)
            {
                case OperationDefinitionNode operation:
                    WriteOperation(operation);
                    break;
                case FragmentDefinitionNode fragment:
                    WriteFragment(fragment);
                    break;
                default:
                    return null;
            }
        }

        return _text.ToString();
    }

    private void WriteOperation(OperationDefinitionNode operation)
    {
        var start = _text.Length;
        AppendDescription(_text, operation);
        var isDescribed = _text.Length > start;
        string[] variables = [.. operation.VariableDefinitions.Select(PrintVariableDefinition)];
        var definitions = variables.Any(text => text.Contains('\n', StringComparison.Ordinal))
            ? $"(\n{string.Join('\n', variables)}\n)"
            : Wrap("(", string.Join(", ", variables), ")");
        var header = Join(GetKeyword(operation.Operation), operation.Name?.Value + definitions, PrintDirectives(operation.Directives));
        if (isDescribed || header != "query")
            _text.Append(header).Append(' ');
        WriteSelectionSet(operation.SelectionSet, isRoot: true);
    }

    private void WriteFragment(FragmentDefinitionNode fragment)
    {
        AppendDescription(_text, fragment);
        _text.Append("fragment ").Append(fragment.Name.Value).Append(" on ").Append(fragment.TypeCondition.Name.Value).Append(' ');
        _text.Append(Wrap("", PrintDirectives(fragment.Directives), " "));
        WriteSelectionSet(fragment.SelectionSet, isRoot: false);
    }

    private string PrintVariableDefinition(VariableDefinitionNode variable)
    {
        var text = new StringBuilder();
        AppendDescription(text, variable);
        text.Append('$').Append(variable.Variable.Name.Value).Append(": ");
        AppendType(text, variable.Type);
        if (variable.DefaultValue is { } value)
            AppendValue(text.Append(" = "), value);
        return text.Append(Wrap(" ", PrintDirectives(variable.Directives), "")).ToString();
    }

    private void WriteSelectionSet(SelectionSetNode set, bool isRoot)
    {
        var outer = _indent;
        _indent += _step;
        _text.Append('{');
        var skipped = !isRoot && _form is TypenameForm.Without && set.Selections.Count > 1 ? set.Selections.FirstOrDefault(IsPlainTypename) : null;
        foreach (var selection in set.Selections)
        {
            if (ReferenceEquals(selection, skipped))
                continue;
            NewLine();
            WriteSelection(selection);
        }

        if (!isRoot && _form is TypenameForm.With && !set.Selections.Any(IsMetaField))
            NewLine().Append(Typename);
        _indent = outer;
        NewLine().Append('}');
    }

    private void WriteSelection(ISelectionNode selection)
    {
        switch (selection)
        {
            case FieldNode field:
                Write(Join(PrintFieldLine(field), PrintDirectives(field.Directives)));
                if (field.SelectionSet is { } set)
                {
                    _text.Append(' ');
                    WriteSelectionSet(set, isRoot: false);
                }

                break;
            case FragmentSpreadNode spread:
                Write($"...{spread.Name.Value}{Wrap(" ", PrintDirectives(spread.Directives), "")}");
                break;
            case InlineFragmentNode fragment:
                Write(Join("...", Wrap("on ", fragment.TypeCondition?.Name.Value ?? "", ""), PrintDirectives(fragment.Directives)));
                _text.Append(' ');
                WriteSelectionSet(fragment.SelectionSet, isRoot: false);
                break;
        }
    }

    private string PrintFieldLine(FieldNode field)
    {
        var name = Wrap("", field.Alias?.Value ?? "", ": ") + field.Name.Value;
        string[] arguments = [.. field.Arguments.Select(PrintArgument)];
        var line = name + Wrap("(", string.Join(", ", arguments), ")");
        return line.Length <= MaxLineLength || arguments.Length == 0
            ? line
            : $"{name}(\n{_step}{string.Join('\n', arguments).Replace("\n", "\n" + _step, StringComparison.Ordinal)}\n)";
    }

    private static string PrintDirectives(IReadOnlyList<DirectiveNode> directives) => string.Join(' ', directives.Select(directive =>
        $"@{directive.Name.Value}{Wrap("(", string.Join(", ", directive.Arguments.Select(PrintArgument)), ")")}"));

    private static string PrintArgument(ArgumentNode argument) => AppendValue(new StringBuilder().Append(argument.Name.Value).Append(": "), argument.Value).ToString();

    private static StringBuilder AppendValue(StringBuilder text, IValueNode value)
    {
        switch (value)
        {
            case VariableNode variable:
                return text.Append('$').Append(variable.Name.Value);
            case IntValueNode number:
                return text.Append(number.Value);
            case FloatValueNode number:
                return text.Append(number.Value);
            case EnumValueNode name:
                return text.Append(name.Value);
            case BooleanValueNode boolean:
                return text.Append(boolean.Value ? "true" : "false");
            case StringValueNode { Block: true } block:
                AppendBlock(text, block.Value);
                return text;
            case StringValueNode quoted:
                StringLiteral.AppendQuoted(text, quoted.Value);
                return text;
            case ListValueNode list:
                text.Append('[');
                for (var i = 0; i < list.Items.Count; i++)
                    AppendValue(text.Append(i == 0 ? "" : ", "), list.Items[i]);
                return text.Append(']');
            case ObjectValueNode members:
                text.Append('{');
                for (var i = 0; i < members.Fields.Count; i++)
                    AppendValue(text.Append(i == 0 ? "" : ", ").Append(members.Fields[i].Name.Value).Append(": "), members.Fields[i].Value);
                return text.Append('}');
            default:
                return text.Append("null");
        }
    }

    private static void AppendType(StringBuilder text, ITypeNode type)
    {
        switch (type)
        {
            case NamedTypeNode named:
                text.Append(named.Name.Value);
                break;
            case ListTypeNode list:
                AppendType(text.Append('['), list.Type);
                text.Append(']');
                break;
            case NonNullTypeNode nonNull:
                AppendType(text, nonNull.Type);
                text.Append('!');
                break;
        }
    }

    // printBlockString of graphql-js. Its line breaks make a literal readable without changing its value.
    private static void AppendBlock(StringBuilder text, string value)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = escaped.Split(LineTerminators, StringSplitOptions.None);
        var isSingleLine = lines.Length == 1;
        var forcesLeadingLine = !isSingleLine && lines.Skip(1).All(line => line is "" or [' ' or '\t', ..]);
        var endsWithTripleQuotes = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var forcesTrailingLine = (value is [.., '"'] && !endsWithTripleQuotes) || value is [.., '\\'];
        var isMultiline = !isSingleLine || value.Length > 70 || forcesTrailingLine || forcesLeadingLine || endsWithTripleQuotes;
        var skipsLeadingLine = isSingleLine && value is [' ' or '\t', ..];
        text.Append("\"\"\"").Append((isMultiline && !skipsLeadingLine) || forcesLeadingLine ? "\n" : "");
        text.Append(escaped).Append(isMultiline || forcesTrailingLine ? "\n" : "").Append("\"\"\"");
    }

    /// <summary>Whether a selection is a <c>__typename</c> as clients add it: without an alias and without directives.</summary>
    private static bool IsPlainTypename(ISelectionNode selection) =>
        selection is FieldNode { Alias: null, Name.Value: Typename, Arguments.Count: 0, Directives.Count: 0, SelectionSet: null };

    // Clients add no `__typename` next to these fields.
    private static bool IsMetaField(ISelectionNode selection) => selection is FieldNode field && field.Name.Value.StartsWith("__", StringComparison.Ordinal);

    private static string GetKeyword(OperationType operation) => operation switch
    {
        OperationType.Mutation => "mutation",
        OperationType.Subscription => "subscription",
        _ => "query",
    };

    private static string Wrap(string start, string text, string end) => text.Length == 0 ? "" : start + text + end;

    private static string Join(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (part.Length > 0)
                text.Append(text.Length == 0 ? "" : " ").Append(part);
        }

        return text.ToString();
    }

    // Like graphql-js, this also indents the lines of block strings.
    private void Write(string text) => _text.Append(text.Contains('\n', StringComparison.Ordinal) ? text.Replace("\n", "\n" + _indent, StringComparison.Ordinal) : text);

    private StringBuilder NewLine() => _text.Append('\n').Append(_indent);

    /// <summary>Appends the description of a definition, with a line break. An engine whose executable definitions have no descriptions does not implement the method.</summary>
    static partial void AppendDescription(StringBuilder text, ISyntaxNode definition);
}

/// <summary>Which <c>__typename</c> fields a printed document has. The selection set of an operation never changes, because clients add none there.</summary>
internal enum TypenameForm
{
    /// <summary>Those of the document.</summary>
    AsWritten,

    /// <summary>None: one is left out of every selection set that has further selections. Aliased fields and fields with directives stay.</summary>
    Without,

    /// <summary>One at the end of every selection set that has none, as Apollo Client and urql add it.</summary>
    With,
}
