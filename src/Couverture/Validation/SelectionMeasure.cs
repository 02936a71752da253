namespace Couverture.Validation;

/// <summary>How much a selection set selects, its fragments expanded; counts stop at the largest number instead of overflowing.</summary>
/// <param name="Depth">Levels of fields, those of introspection not counted.</param>
/// <param name="Fields">Fields on all levels.</param>
/// <param name="Aliases">Fields with an alias on all levels.</param>
/// <param name="RootFields">Fields on the first level.</param>
/// <param name="FragmentVisits">Named fragments on all levels.</param>
/// <param name="Lists">Fields on all levels that have the name of one of introspection's lists.</param>
/// <param name="IntrospectionFields">Those of them that are below <c>__schema</c> or <c>__type</c>.</param>
/// <param name="IntrospectionLists">Levels of those fields of introspection that list more of the schema.</param>
internal readonly record struct SelectionMeasure(int Depth, int Fields, int Aliases, int RootFields, int FragmentVisits, int Lists, int IntrospectionFields, int IntrospectionLists)
{
    public SelectionMeasure And(SelectionMeasure other) => new(
        Math.Max(Depth, other.Depth),
        Sum(Fields, other.Fields),
        Sum(Aliases, other.Aliases),
        Sum(RootFields, other.RootFields),
        Sum(FragmentVisits, other.FragmentVisits),
        Sum(Lists, other.Lists),
        Sum(IntrospectionFields, other.IntrospectionFields),
        Math.Max(IntrospectionLists, other.IntrospectionLists));

    public static int Sum(int left, int right) => (int)Math.Min((long)left + right, int.MaxValue);
}
