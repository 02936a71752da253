namespace Couverture.Validation;

/// <summary>Statistics of a selection set with fragments expanded. Counts saturate at the maximum integer instead of overflowing.</summary>
/// <param name="Depth">Levels of fields, not counting introspection.</param>
/// <param name="Fields">Fields on all levels.</param>
/// <param name="Aliases">Fields with an alias, on all levels.</param>
/// <param name="RootFields">Fields on the first level.</param>
/// <param name="FragmentVisits">Spreads of named fragments on all levels.</param>
/// <param name="IntrospectionListNames">Fields on all levels with the name of an introspection list field.</param>
/// <param name="IntrospectionFields">Introspection list fields below <c>__schema</c> or <c>__type</c>.</param>
/// <param name="IntrospectionListDepth">Levels of nested fields with the name of an introspection list of types, fields or input fields.</param>
internal readonly record struct SelectionStatistics(int Depth, int Fields, int Aliases, int RootFields, int FragmentVisits, int IntrospectionListNames, int IntrospectionFields, int IntrospectionListDepth)
{
    public SelectionStatistics Combine(SelectionStatistics other) => new(
        Math.Max(Depth, other.Depth),
        Add(Fields, other.Fields),
        Add(Aliases, other.Aliases),
        Add(RootFields, other.RootFields),
        Add(FragmentVisits, other.FragmentVisits),
        Add(IntrospectionListNames, other.IntrospectionListNames),
        Add(IntrospectionFields, other.IntrospectionFields),
        Math.Max(IntrospectionListDepth, other.IntrospectionListDepth));

    public static int Add(int left, int right) => (int)Math.Min((long)left + right, int.MaxValue);
}
