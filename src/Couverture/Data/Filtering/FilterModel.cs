using System.Collections;

namespace Couverture.Data.Filtering;

/// <summary>Creates predicates from the coerced values of an input type. An input without a condition, such as <c>{}</c>, has no predicate.</summary>
/// <typeparam name="T">The type of what is filtered: an object, or a member for operations.</typeparam>
/// <param name="name">The name of the input type.</param>
internal sealed class FilterModel<T>(string name)
{
    private readonly Dictionary<string, (Func<object?, Func<T, bool>?> Create, bool AllowsNull)> _fields = new(StringComparer.Ordinal);

    /// <summary>The name of the input type.</summary>
    public string Name { get; } = name;

    /// <summary>Adds a field.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="create">Returns the predicate for the coerced value; null if the value has no condition.</param>
    /// <param name="allowsNull">Whether the value can be null.</param>
    public void Add(string field, Func<object?, Func<T, bool>?> create, bool allowsNull = false) => _fields.TryAdd(field, (create, allowsNull));

    /// <summary>Adds <c>and</c>.</summary>
    public void AddAnd() => Add("and", items => All(CreateEach(items!)));

    /// <summary>Adds <c>or</c>. Items without a condition do not count.</summary>
    public void AddOr() => Add("or", items => CreateEach(items!) switch
    {
        [] => null,
        [var single] => single,
        var several => item => Array.Exists(several, matches => matches(item)),
    });

    /// <summary>Returns the predicate of an input.</summary>
    /// <exception cref="GraphQLException">A value that cannot be null is null.</exception>
    public Func<T, bool>? Create(IReadOnlyDictionary<string, object?> input)
    {
        var conditions = new List<Func<T, bool>>();
        foreach (var (field, value) in input)
        {
            var (create, allowsNull) = _fields[field];
            if (value is null && !allowsNull)
                throw NullNotSupported(field);
            if (create(value) is { } condition)
                conditions.Add(condition);
        }

        return All([.. conditions]);
    }

    private static Func<T, bool>? All(Func<T, bool>[] conditions) => conditions switch
    {
        [] => null,
        [var single] => single,
        _ => item => Array.TrueForAll(conditions, matches => matches(item)),
    };

    private Func<T, bool>[] CreateEach(object items) =>
        [.. ((IEnumerable)items).Cast<IReadOnlyDictionary<string, object?>>().Select(Create).OfType<Func<T, bool>>()];

    private GraphQLException NullNotSupported(string field) => new(ErrorBuilder.New()
        .SetMessage($"{Name}.{field} must not be null. Omit the field, or find items without a value with \"eq: null\" of a nullable member.")
        .SetCode(ErrorCodes.ArgumentInvalid)
        .SetExtension("argument", "where")
        .SetExtension("coordinate", $"{Name}.{field}")
        .Build());
}

/// <summary>Filters the lists of one field.</summary>
internal abstract class ListFilter
{
    /// <summary>The name of the input type.</summary>
    public abstract string TypeName { get; }

    /// <summary>Returns a function that filters a list; null if the input has no condition.</summary>
    /// <exception cref="GraphQLException">The input is invalid.</exception>
    public abstract Func<object, object>? Create(IReadOnlyDictionary<string, object?> input);
}

internal sealed class ListFilter<T>(FilterModel<T> model) : ListFilter
{
    public override string TypeName => model.Name;

    public override Func<object, object>? Create(IReadOnlyDictionary<string, object?> input) =>
        model.Create(input) is { } matches ? list => ((IEnumerable<T>)list).Where(matches).ToList() : null;
}
