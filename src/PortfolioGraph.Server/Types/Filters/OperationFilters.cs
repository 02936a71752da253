using PortfolioGraph.Server.Types.Scalars;

namespace PortfolioGraph.Server.Types.Filters;

/// <summary>Compares an amount of money or a ratio. Replaces the engine's own type of this name, whose negated comparisons (<c>ngt</c> and so on) match null.</summary>
public sealed class DecimalFilter : FilterInputType, IComparableOperationFilterInputType
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor descriptor)
    {
        descriptor.Name("DecimalOperationFilterInput");
        descriptor.Description("Compares a number. All given operations must match.");
        descriptor.Operation(DefaultFilterOperations.Equals).Type<JsonDecimalType>().Description("The number equals this one. Null finds items whose number is unknown, for example unpriced ones.");
        descriptor.Operation(DefaultFilterOperations.NotEquals).Type<JsonDecimalType>().Description("The number does not equal this one, or is unknown. Null finds items whose number is known.");
        descriptor.Operation(DefaultFilterOperations.GreaterThan).Type<JsonDecimalType>().Description("The number is greater than this one.");
        descriptor.Operation(DefaultFilterOperations.GreaterThanOrEquals).Type<JsonDecimalType>().Description("The number is at least this one.");
        descriptor.Operation(DefaultFilterOperations.LowerThan).Type<JsonDecimalType>().Description("The number is less than this one.");
        descriptor.Operation(DefaultFilterOperations.LowerThanOrEquals).Type<JsonDecimalType>().Description("The number is at most this one.");
        descriptor.AllowAnd(false).AllowOr(false);
    }
}

/// <summary>Compares an exact amount.</summary>
public sealed class BigDecimalFilter : FilterInputType, IComparableOperationFilterInputType
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor descriptor)
    {
        descriptor.Name("BigDecimalFilterInput");
        descriptor.Description("Compares an exact amount. All given operations must match.");
        descriptor.Operation(DefaultFilterOperations.Equals).Type<BigDecimalType>().Description("The amount equals this one; trailing zeros do not count. Null finds items whose amount is unknown.");
        descriptor.Operation(DefaultFilterOperations.NotEquals).Type<BigDecimalType>().Description("The amount does not equal this one, or is unknown. Null finds items whose amount is known.");
        descriptor.Operation(DefaultFilterOperations.GreaterThan).Type<BigDecimalType>().Description("The amount is greater than this one.");
        descriptor.Operation(DefaultFilterOperations.GreaterThanOrEquals).Type<BigDecimalType>().Description("The amount is at least this one.");
        descriptor.Operation(DefaultFilterOperations.LowerThan).Type<BigDecimalType>().Description("The amount is less than this one.");
        descriptor.Operation(DefaultFilterOperations.LowerThanOrEquals).Type<BigDecimalType>().Description("The amount is at most this one.");
        descriptor.AllowAnd(false).AllowOr(false);
    }
}

/// <summary>Compares text.</summary>
public sealed class TextFilter : StringOperationFilterInputType
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor descriptor)
    {
        descriptor.Name("TextFilterInput");
        descriptor.Description("Compares text. All given operations must match.");
        descriptor.Operation(DefaultFilterOperations.Equals).Type<StringType>().Description("The text equals this one, letter for letter. Null finds items without the text.");
        descriptor.Operation(DefaultFilterOperations.NotEquals).Type<StringType>().Description("The text does not equal this one, or is missing. Null finds items with a text.");
        descriptor.Operation(DefaultFilterOperations.In).Type<ListType<NonNullType<StringType>>>().Description("The text equals one of these, letter for letter; at most 500.");
        descriptor.Operation(DefaultFilterOperations.NotIn).Type<ListType<NonNullType<StringType>>>().Description("The text equals none of these, or is missing; at most 500.");
        descriptor.Operation(DefaultFilterOperations.Contains).Type<StringType>().Description("The text contains this one, ignoring case.");
        descriptor.Operation(DefaultFilterOperations.StartsWith).Type<StringType>().Description("The text starts with this one, ignoring case.");
        descriptor.AllowAnd(false).AllowOr(false);
    }
}

/// <summary>Compares an address.</summary>
public sealed class AddressFilter : FilterInputType, IComparableOperationFilterInputType
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor descriptor)
    {
        descriptor.Name("AddressFilterInput");
        descriptor.Description("Compares an address. All given operations must match.");
        descriptor.Operation(DefaultFilterOperations.Equals).Type<AddressType>().Description("The address equals this one.");
        descriptor.Operation(DefaultFilterOperations.NotEquals).Type<AddressType>().Description("The address does not equal this one.");
        descriptor.Operation(DefaultFilterOperations.In).Type<ListType<NonNullType<AddressType>>>().Description("The address is one of these; at most 500.");
        descriptor.Operation(DefaultFilterOperations.NotIn).Type<ListType<NonNullType<AddressType>>>().Description("The address is none of these; at most 500.");
        descriptor.AllowAnd(false).AllowOr(false);
    }
}

/// <summary>Compares a whole number that identifies something, such as a chain.</summary>
public sealed class IdentifierFilter : FilterInputType, IComparableOperationFilterInputType
{
    /// <inheritdoc />
    protected override void Configure(IFilterInputTypeDescriptor descriptor)
    {
        descriptor.Name("IntOperationFilterInput");
        descriptor.Description("Compares a whole number. All given operations must match.");
        descriptor.Operation(DefaultFilterOperations.Equals).Type<IntType>().Description("The number equals this one.");
        descriptor.Operation(DefaultFilterOperations.NotEquals).Type<IntType>().Description("The number does not equal this one.");
        descriptor.Operation(DefaultFilterOperations.In).Type<ListType<NonNullType<IntType>>>().Description("The number is one of these; at most 500.");
        descriptor.Operation(DefaultFilterOperations.NotIn).Type<ListType<NonNullType<IntType>>>().Description("The number is none of these; at most 500.");
        descriptor.AllowAnd(false).AllowOr(false);
    }
}
