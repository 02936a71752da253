using System.Globalization;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Cost;

/// <summary>The directives of the GraphQL cost specification, for generated code.</summary>
public static class CostDirectives
{
    internal const string CostName = "cost";
    internal const string WeightName = "weight";
    internal const string ListSizeName = "listSize";
    internal const string AssumedSizeName = "assumedSize";
    internal const string SlicingArgumentsName = "slicingArguments";
    internal const string SizedFieldsName = "sizedFields";
    internal const string RequireOneName = "requireOneSlicingArgument";

    internal static IReadOnlyList<DirectiveTypeDefinition> Definitions { get; } =
    [
        new(CostName)
        {
            Description = "The cost of resolving a field, giving an argument or input field, or returning an object. By default, objects and fields that return objects cost 1, anything else 0.",
            Locations = [DirectiveLocation.ArgumentDefinition, DirectiveLocation.Enum, DirectiveLocation.FieldDefinition, DirectiveLocation.InputFieldDefinition, DirectiveLocation.Object, DirectiveLocation.Scalar],
            Arguments = [DefineArgument(WeightName, TypeReference.Named("String").NonNull(), "The weight, a number.")],
        },
        new(ListSizeName)
        {
            Description = "The estimated number of items of a list. The default is 1.",
            Locations = [DirectiveLocation.FieldDefinition],
            Arguments =
            [
                DefineArgument(AssumedSizeName, TypeReference.Named("Int"), "The size if no slicing argument is given."),
                DefineArgument(SlicingArgumentsName, TypeReference.Named("String").NonNull().List(), "The arguments whose number or list length is the size. If several are given, the greatest counts."),
                DefineArgument(SizedFieldsName, TypeReference.Named("String").NonNull().List(), "The child fields whose lists have the size."),
                new ArgumentDefinition
                {
                    Name = RequireOneName,
                    Type = TypeReference.Named("Boolean"),
                    Description = "Whether exactly one of the slicing arguments must be given.",
                    HasDefaultValue = true,
                    DefaultValue = true,
                },
            ],
        },
    ];

    /// <summary>Whether a directive is one of these.</summary>
    internal static bool IsCost(string name) => name is CostName or ListSizeName;

    /// <summary>Creates <c>@cost</c> with a weight.</summary>
    /// <param name="weight">The weight.</param>
    public static DirectiveNode Cost(double weight) =>
        new(new NameNode(CostName), [CreateArgument(WeightName, new StringValueNode(weight.ToString(CultureInfo.InvariantCulture)))]);

    /// <summary>Creates <c>@listSize</c>. Empty arguments and default values are omitted.</summary>
    /// <param name="assumedSize">The size if no slicing argument is given; 0 if unspecified.</param>
    /// <param name="slicingArguments">The arguments that set the size.</param>
    /// <param name="sizedFields">The child fields whose lists have the size.</param>
    /// <param name="requireOneSlicingArgument">Whether exactly one of the slicing arguments must be given.</param>
    public static DirectiveNode ListSize(int assumedSize, string[] slicingArguments, string[] sizedFields, bool requireOneSlicingArgument)
    {
        var arguments = new List<ArgumentNode>();
        if (assumedSize > 0)
            arguments.Add(CreateArgument(AssumedSizeName, new IntValueNode(assumedSize)));
        if (slicingArguments is { Length: > 0 })
            arguments.Add(CreateArgument(SlicingArgumentsName, Strings(slicingArguments)));
        if (sizedFields is { Length: > 0 })
            arguments.Add(CreateArgument(SizedFieldsName, Strings(sizedFields)));
        if (!requireOneSlicingArgument && slicingArguments is { Length: > 0 })
            arguments.Add(CreateArgument(RequireOneName, new BooleanValueNode(false)));
        return new DirectiveNode(new NameNode(ListSizeName), arguments);
    }

    private static ListValueNode Strings(string[] texts) => new([.. texts.Select(text => new StringValueNode(text))]);

    private static ArgumentNode CreateArgument(string name, IValueNode value) => new(new NameNode(name), value);

    private static ArgumentDefinition DefineArgument(string name, TypeReference type, string description) => new() { Name = name, Type = type, Description = description };
}
