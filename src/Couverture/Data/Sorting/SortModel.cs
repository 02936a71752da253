using Couverture.Language;

namespace Couverture.Data.Sorting;

/// <summary>Creates comparisons from the literals of an input type, in the order in which the client wrote the keys.</summary>
/// <typeparam name="T">The type of the object.</typeparam>
/// <param name="name">The name of the input type.</param>
internal sealed class SortModel<T>(string name)
{
    /// <summary>The name of the enum value for the greatest value first.</summary>
    public const string Descending = "DESC";

    private readonly Dictionary<string, Func<IValueNode, IEnumerable<Comparison<Known<T>>>>> _fields = new(StringComparer.Ordinal);

    /// <summary>The name of the input type.</summary>
    public string Name { get; } = name;

    /// <summary>Adds a key.</summary>
    public void AddKey<TMember>(string field, Func<T, TMember> read)
    {
        var comparer = typeof(TMember) == typeof(string) ? (IComparer<TMember>)StringComparer.Ordinal : Comparer<TMember>.Default;
        _fields.TryAdd(field, direction =>
        {
            var sign = ((EnumValueNode)direction).Value == Descending ? -1 : 1;
            return [(one, other) => Compare(one.Read(read), other.Read(read), (x, y) => sign * Math.Sign(comparer.Compare(x, y)))];
        });
    }

    /// <summary>Adds the keys of a member. An item without the member has no value for any of them, as in HotChocolate for keys that can be null.</summary>
    public void AddObject<TMember>(string field, Func<T, TMember> read, SortModel<TMember> keys) => _fields.TryAdd(
        field,
        input => keys.CreateKeys((ObjectValueNode)input).Select(compare => (Comparison<Known<T>>)((one, other) => compare(one.Read(read), other.Read(read)))));

    /// <summary>Returns the comparisons of an input.</summary>
    /// <param name="input">The literal, without variables.</param>
    /// <exception cref="GraphQLException">A key is null.</exception>
    public IEnumerable<Comparison<Known<T>>> CreateKeys(ObjectValueNode input) => input.Fields.SelectMany(field =>
        field.Value is NullValueNode ? throw NullNotSupported(field.Name.Value) : _fields[field.Name.Value](field.Value));

    // Unknown is last in both directions.
    private static int Compare<TMember>(Known<TMember> one, Known<TMember> other, Comparison<TMember> compare) =>
        one.IsKnown && other.IsKnown ? compare(one.Value, other.Value) : other.IsKnown.CompareTo(one.IsKnown);

    private GraphQLException NullNotSupported(string field) => new(ErrorBuilder.New()
        .SetMessage($"{Name}.{field} must not be null. Set a direction, or omit the field.")
        .SetCode(ErrorCodes.ArgumentInvalid)
        .SetExtension("argument", "order")
        .SetExtension("coordinate", $"{Name}.{field}")
        .Build());
}

/// <summary>An object or a member of it. The default is unknown, so that a member of an object that is null is unknown, whatever its type.</summary>
/// <typeparam name="T">The type of the object or member.</typeparam>
/// <param name="Value">The value; only meaningful if it is known.</param>
/// <param name="IsKnown">Whether there is a value.</param>
internal readonly record struct Known<T>(T Value, bool IsKnown = true)
{
    /// <summary>Reads a member.</summary>
    public Known<TMember> Read<TMember>(Func<T, TMember> read) => IsKnown && read(Value) is { } value ? new(value) : default;
}

/// <summary>Sorts the lists of one field.</summary>
internal abstract class ListSort
{
    /// <summary>The name of the input type of one item of the argument.</summary>
    public abstract string TypeName { get; }

    /// <summary>Returns a function that sorts a list; null if the literal has no key.</summary>
    /// <param name="order">The argument, without variables.</param>
    /// <exception cref="GraphQLException">A key is null.</exception>
    public abstract Func<object, object>? Create(IValueNode order);
}

internal sealed class ListSort<T>(SortModel<T> model) : ListSort
{
    public override string TypeName => model.Name;

    public override Func<object, object>? Create(IValueNode order)
    {
        // Nearly all lists have no order.
        return order is ListValueNode { Items.Count: > 0 } or ObjectValueNode ? CreateSort([.. GetItems(order).SelectMany(model.CreateKeys)]) : null;
    }

    private static Func<object, object>? CreateSort(Comparison<Known<T>>[] keys)
    {
        if (keys.Length == 0)
            return null;
        var comparer = Comparer<T>.Create((one, other) =>
        {
            foreach (var compare in keys)
            {
                if (compare(new(one), new(other)) is not 0 and var result)
                    return result;
            }

            return 0;
        });
        // OrderBy is stable, List.Sort is not.
        return list => ((IEnumerable<T>)list).OrderBy(static item => item, comparer).ToList();
    }

    // A single value is coerced to a list of that value.
    private static IEnumerable<ObjectValueNode> GetItems(IValueNode order) => order switch
    {
        ListValueNode list => list.Items.Cast<ObjectValueNode>(),
        ObjectValueNode single => [single],
        _ => [],
    };
}
