namespace Couverture.Validation;

/// <summary>How much a selection set selects, its fragments expanded; counts stop at the largest number instead of overflowing.</summary>
/// <param name="Depth">Levels of fields, those of introspection not counted.</param>
/// <param name="Fields">Fields on all levels.</param>
/// <param name="Aliases">Fields with an alias on all levels.</param>
/// <param name="RootFields">Fields on the first level.</param>
/// <param name="FragmentVisits">Named fragments on all levels.</param>
/// <param name="IntrospectionListNames">Fields on all levels that have the name of one of introspection's lists.</param>
/// <param name="IntrospectionFields">Those of them that are below <c>__schema</c> or <c>__type</c>.</param>
/// <param name="IntrospectionListDepth">Levels of those fields of introspection that list more of the schema.</param>
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
