using Couverture.Cost;
using Couverture.Types;

namespace Couverture.Data.Sorting;

/// <summary>Creates the input types of sort keys and the models that interpret their values, once per sort input type.</summary>
internal sealed class SortTypeFactory(bool includesCost, List<string> errors)
    : InputTypeFactory(errors)
{
    // The same as in HotChocolate.
    private const double KeyWeight = 10;

    private const string EnumName = "SortEnumType";

    private readonly Dictionary<Type, object> _models = [];

    /// <summary>Returns the model of a sort input type.</summary>
    public SortModel<T> GetModel<T>(SortInputType<T> type)
    {
        if (_models.TryGetValue(type.GetType(), out var known))
            return (SortModel<T>)known;
        if (_models.Count == 0)
            Add(CreateEnum());
        var descriptor = type.Describe();
        var model = new SortModel<T>(descriptor.TypeName);
        _models.Add(type.GetType(), model);
        var definition = Add(new InputObjectTypeDefinition(descriptor.TypeName) { Description = descriptor.Text });
        RequireExplicitFields(descriptor.IsExplicit, descriptor.TypeName, type.GetType());
        foreach (var field in descriptor.Fields)
        {
            if (IsValid(field.Path, field.FieldName, $"{descriptor.TypeName}.{field.FieldName}"))
                definition.Fields.Add(CreateField(field, field.AddTo(model, this)));
        }

        return model;
    }

    /// <summary>Reports a sort input type of another object.</summary>
    public string? ReportMismatch(string field, Type member)
    {
        Errors.Add($"{field}: the sort input type is not one of {member}.");
        return null;
    }

    private ArgumentDefinition CreateField<T>(SortFieldDescriptor<T> field, string? input)
    {
        var created = new ArgumentDefinition { Name = field.FieldName!, Type = TypeReference.Named(input ?? EnumName), Description = field.Text };
        if (includesCost && input is null)
            created.Directives.Add(CostDirectives.Cost(KeyWeight));
        return created;
    }

    private static EnumTypeDefinition CreateEnum() => new(EnumName)
    {
        RuntimeType = typeof(SortDirection),
        Description = "The direction of a sort key. Items without a value are last in both.",
        Values =
        {
            new EnumValueDefinition("ASC", SortDirection.Ascending, "The smallest value first: numbers ascending, text by its UTF-16 code units, times from the past."),
            new EnumValueDefinition("DESC", SortDirection.Descending, "The greatest value first."),
        },
    };

    private enum SortDirection
    {
        Ascending,
        Descending,
    }
}
