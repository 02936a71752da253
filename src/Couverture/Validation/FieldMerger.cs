using System.Text;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation;

/// <summary>
/// Checks that fields with the same response name can be merged, without comparing every pair. The fields that are merged into one response
/// object form a set. Within a set, each field is compared with the first field of its group, and no set is checked twice. The algorithm uses
/// a work list instead of recursion, and a limit on the number of fields bounds documents whose fragments multiply each other.
/// </summary>
internal sealed class FieldMerger(ValidationContext context)
{
    private readonly Stack<(SelectedField[] Fields, bool IsSameObject)> _pending = [];
    private readonly Dictionary<SelectedField[], bool> _checked = new(FieldSetComparer.Instance);
    private readonly Dictionary<SelectedField, string> _signatures = [];
    private readonly HashSet<(int, int)> _reported = [];
    private int _remainingFields = context.Options.MaxMergedFields;

    /// <summary>Adds the selection set of an operation or fragment to the work list.</summary>
    public void Add(SelectionSetNode selectionSet) => Enqueue(Collect([selectionSet]), isSameObject: true);

    /// <summary>Reports the conflicts in all added sets and their nested sets; returns false if the limit was exceeded.</summary>
    public bool Check()
    {
        while (_remainingFields >= 0 && _pending.TryPop(out var set))
        {
            foreach (var group in set.Fields.GroupBy(field => field.Node.ResponseName, StringComparer.Ordinal))
            {
                SelectedField[] fields = [.. group];

                if (fields.Length == 1)
                {
                    EnqueueSelections(fields, set.IsSameObject);
                }
                else
                {
                    CheckGroup(fields, set.IsSameObject);
                }
            }
        }

        return _remainingFields >= 0;
    }

    /// <summary>
    /// Checks the fields with one response name. Fields that can occur in the same object must be the same field. Fields of different object
    /// types only need the same shape.
    /// </summary>
    private void CheckGroup(SelectedField[] fields, bool isSameObject)
    {
        var objectTypes = fields.Select(field => field.ParentType).OfType<ObjectType>().Distinct().ToArray();

        if (isSameObject && objectTypes.Length < 2)
        {
            CheckSameField(fields);
        }
        else if (isSameObject)
        {
            foreach (var type in objectTypes)
            {
                _remainingFields -= fields.Length;

                if (_remainingFields < 0)
                {
                    return;
                }

                CheckSameField([.. fields.Where(field => field.ParentType is not ObjectType || field.ParentType == type)]);
            }
        }

        var haveSameShape = true;

        foreach (var field in fields.AsSpan(1))
        {
            haveSameShape &= CheckShape(fields[0], field);
            CheckStreams(fields[0], field);
        }

        if (haveSameShape && (!isSameObject || objectTypes.Length > 1))
        {
            EnqueueSelections(fields, isSameObject: false);
        }
    }

    private bool CheckShape(SelectedField first, SelectedField second)
    {
        if (first.Definition is null || second.Definition is null || HaveSameShape(first.Definition.Type, second.Definition.Type))
        {
            return true;
        }

        Report(first, second, $"their types \"{first.Definition.Type}\" and \"{second.Definition.Type}\" differ");
        return false;
    }

    // Streamed fields cannot be merged (incremental delivery).
    private void CheckStreams(SelectedField first, SelectedField second)
    {
        if (IsStreamed(first) || IsStreamed(second))
        {
            Report(first, second, "one of them is streamed");
        }
    }

    private static bool IsStreamed(SelectedField field) => field.Node.Directives.Any(directive => directive.Name.Value == SpecifiedDirectives.Stream);

    private void CheckSameField(SelectedField[] fields)
    {
        foreach (var same in fields.GroupBy(Signature, StringComparer.Ordinal))
        {
            var field = same.First();

            if (field.Node.Name.Value != fields[0].Node.Name.Value)
            {
                Report(fields[0], field, $"\"{fields[0].Node.Name.Value}\" and \"{field.Node.Name.Value}\" are different fields");
            }
            else if (field != fields[0])
            {
                Report(fields[0], field, "their arguments differ");
            }

            EnqueueSelections([.. same], isSameObject: true);
        }
    }

    private void EnqueueSelections(SelectedField[] fields, bool isSameObject)
    {
        if (fields.Length > 1 || fields[0].Node.SelectionSet is not null)
        {
            Enqueue(Collect(fields.Select(field => field.Node.SelectionSet).OfType<SelectionSetNode>()), isSameObject);
        }
    }

    private void Enqueue(SelectedField[] fields, bool isSameObject)
    {
        if (fields.Length == 0 || (_checked.TryGetValue(fields, out var wasSameObject) && (wasSameObject || !isSameObject)))
        {
            return;
        }

        _checked[fields] = isSameObject;
        _pending.Push((fields, isSameObject));
    }

    /// <summary>Returns the combined fields of selection sets with fragments expanded, in document order and without duplicates.</summary>
    private SelectedField[] Collect(IEnumerable<SelectionSetNode> selectionSets)
    {
        var fields = new List<SelectedField>();
        var visited = new HashSet<SelectionSetNode>();
        var pending = new Stack<SelectionSetNode>(selectionSets);

        while (_remainingFields >= 0 && pending.TryPop(out var selectionSet))
        {
            if (!visited.Add(selectionSet))
            {
                continue;
            }

            _remainingFields -= selectionSet.Selections.Count;

            foreach (var selection in selectionSet.Selections)
            {
                switch (selection)
                {
                    case FieldNode field:
                        fields.Add(context.Document.FieldsByNode[field]);
                        break;
                    case InlineFragmentNode fragment:
                        pending.Push(fragment.SelectionSet);
                        break;
                    case FragmentSpreadNode spread when context.Document.FragmentsByName.TryGetValue(spread.Name.Value, out var fragment):
                        pending.Push(fragment.SelectionSet);
                        break;
                }
            }
        }

        fields.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        return [.. fields];
    }

    private static bool HaveSameShape(IType left, IType right)
    {
        while (true)
        {
            switch (left, right)
            {
                case (NonNullType a, NonNullType b):
                    (left, right) = (a.InnerType, b.InnerType);
                    break;
                case (ListType a, ListType b):
                    (left, right) = (a.ItemType, b.ItemType);
                    break;
                default:
                    return left is ICompositeType ? right is ICompositeType : left == right;
            }
        }
    }

    /// <summary>Returns the field's name with its sorted arguments. Signatures are equal if and only if the fields are equal.</summary>
    private string Signature(SelectedField field)
    {
        if (field.Node.Arguments.Count == 0)
        {
            return field.Node.Name.Value;
        }

        if (!_signatures.TryGetValue(field, out var signature))
        {
            var text = new StringBuilder(field.Node.Name.Value);

            foreach (var argument in field.Node.Arguments.OrderBy(argument => argument.Name.Value, StringComparer.Ordinal))
            {
                Append(text.Append(' ').Append(argument.Name.Value).Append(':'), argument.Value);
            }

            _signatures.Add(field, signature = text.ToString());
        }

        return signature;
    }

    private static void Append(StringBuilder text, IValueNode value)
    {
        switch (value)
        {
            case StringValueNode literal:
                text.Append(SyntaxPrinter.Quote(literal.Value));
                break;
            case ListValueNode list:
                text.Append('[');

                foreach (var item in list.Items)
                {
                    Append(text, item);
                    text.Append(' ');
                }

                text.Append(']');
                break;
            case ObjectValueNode literal:
                text.Append('{');

                foreach (var field in literal.Fields.OrderBy(field => field.Name.Value, StringComparer.Ordinal))
                {
                    Append(text.Append(field.Name.Value).Append(':'), field.Value);
                    text.Append(' ');
                }

                text.Append('}');
                break;
            default:
                text.Append(value);
                break;
        }
    }

    private void Report(SelectedField first, SelectedField second, string reason)
    {
        if (_reported.Add((first.Number, second.Number)))
        {
            context.Report(
                $"The fields \"{first.Node.ResponseName}\" cannot be merged: {reason}. Use an alias for one of them.",
                first.Node,
                second.Node);
        }
    }

    private sealed class FieldSetComparer : IEqualityComparer<SelectedField[]>
    {
        public static readonly FieldSetComparer Instance = new();

        public bool Equals(SelectedField[]? x, SelectedField[]? y) => x.AsSpan().SequenceEqual(y, ByNumber.Instance);

        public int GetHashCode(SelectedField[] obj)
        {
            var hash = new HashCode();

            foreach (var field in obj)
            {
                hash.Add(field.Number);
            }

            return hash.ToHashCode();
        }
    }

    private sealed class ByNumber : IEqualityComparer<SelectedField>
    {
        public static readonly ByNumber Instance = new();

        public bool Equals(SelectedField? x, SelectedField? y) => x?.Number == y?.Number;

        public int GetHashCode(SelectedField obj) => obj.Number;
    }
}
