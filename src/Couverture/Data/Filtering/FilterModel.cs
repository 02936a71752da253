using System.Collections;
using System.Globalization;

namespace Couverture.Data.Filtering;

/// <summary>Creates predicates from the coerced values of an input type. An input without a condition, such as <c>{}</c>, has no predicate.</summary>
/// <typeparam name="T">The type of what is filtered: an object, or a member for operations.</typeparam>
/// <param name="name">The name of the input type.</param>
internal sealed class FilterModel<T>(string name)
{
    private readonly Dictionary<string, FilterField<T>> _fields = new(StringComparer.Ordinal);

    /// <summary>The name of the input type.</summary>
    public string Name { get; } = name;

    /// <summary>Whether this is the model of a member that can be without a value, which an operation finds.</summary>
    public bool FindsNull => _fields.TryGetValue(DefaultFilterOperations.GetName(DefaultFilterOperations.Equals), out var equality) && equality.AllowsNull;

    /// <summary>Adds a field.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="added">The field.</param>
    public void Add(string field, FilterField<T> added) => _fields.TryAdd(field, added);

    /// <summary>Adds <c>and</c>.</summary>
    public void AddAnd() => Add("and", new((items, path) => All(CreateEach(items!, path))));

    /// <summary>Adds <c>or</c>. Items without a condition do not count.</summary>
    public void AddOr() => Add("or", new((items, path) => CreateEach(items!, path) switch
    {
        [] => null,
        [var single] => single,
        var several => item => Array.Exists(several, matches => matches(item)),
    }));

    /// <summary>Returns the predicate of an input.</summary>
    /// <param name="input">The coerced value.</param>
    /// <param name="path">The path of the input from the argument, for errors.</param>
    /// <exception cref="GraphQLException">A value that cannot be null is null.</exception>
    public Func<T, bool>? Create(IReadOnlyDictionary<string, object?> input, string path)
    {
        var conditions = new List<Func<T, bool>>();
        foreach (var (name, value) in input)
        {
            var field = _fields[name];
            if (value is null && !field.AllowsNull)
                throw NullNotSupported(name, $"{path}.{name}", field.NullAdvice);
            if (field.Create(value, $"{path}.{name}") is { } condition)
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

    private Func<T, bool>[] CreateEach(object items, string path) =>
        [.. ((IEnumerable)items).Cast<IReadOnlyDictionary<string, object?>>().Select((item, index) => Create(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"))).OfType<Func<T, bool>>()];

    private GraphQLException NullNotSupported(string field, string path, string advice) => new(ErrorBuilder.New()
        .SetMessage($"`{path}` must not be null. {advice}")
        .SetCode(ErrorCodes.ArgumentInvalid)
        .SetExtension("argument", "where")
        .SetExtension("coordinate", $"{Name}.{field}")
        .Build());
}

/// <summary>A field of the input type of a filter.</summary>
/// <typeparam name="T">The type of what is filtered.</typeparam>
/// <param name="Create">Returns the predicate for the coerced value and its path; null if the value has no condition.</param>
/// <param name="AllowsNull">Whether the value can be null.</param>
/// <param name="NullAdvice">What to write instead of null.</param>
internal sealed record FilterField<T>(Func<object?, string, Func<T, bool>?> Create, bool AllowsNull = false, string NullAdvice = "Omit it.");

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
        model.Create(input, "where") is { } matches ? list => ((IEnumerable<T>)list).Where(matches).ToList() : null;
}
