using System.Runtime.CompilerServices;
using Couverture.Types;

namespace Couverture.Data.Filtering;

/// <summary>Configures an input type of operations.</summary>
public interface IFilterInputTypeDescriptor
{
    /// <summary>Sets the type's name.</summary>
    /// <param name="value">The name in the schema.</param>
    IFilterInputTypeDescriptor Name(string value);

    /// <summary>Sets the type's description.</summary>
    /// <param name="value">The description in the schema.</param>
    IFilterInputTypeDescriptor Description(string? value);

    /// <summary>Adds an operation.</summary>
    /// <param name="operationId">One of <see cref="DefaultFilterOperations"/>.</param>
    IFilterOperationFieldDescriptor Operation(int operationId);

    /// <summary>Sets whether the type has the field <c>and</c>; the default is true.</summary>
    /// <param name="allow">Whether it has the field.</param>
    IFilterInputTypeDescriptor AllowAnd(bool allow = true);

    /// <summary>Sets whether the type has the field <c>or</c>; the default is true.</summary>
    /// <param name="allow">Whether it has the field.</param>
    IFilterInputTypeDescriptor AllowOr(bool allow = true);
}

/// <summary>Configures an input type of members of an object.</summary>
/// <typeparam name="T">The runtime type of the object.</typeparam>
public interface IFilterInputTypeDescriptor<T>
{
    /// <summary>Sets the type's name. The default is the name of <typeparamref name="T"/> followed by <c>FilterInput</c>.</summary>
    /// <param name="value">The name in the schema.</param>
    IFilterInputTypeDescriptor<T> Name(string value);

    /// <summary>Sets the type's description.</summary>
    /// <param name="value">The description in the schema.</param>
    IFilterInputTypeDescriptor<T> Description(string? value);

    /// <summary>Excludes members that <see cref="Field"/> does not add. Required, because this engine does not inspect the members of types.</summary>
    IFilterInputTypeDescriptor<T> BindFieldsExplicitly();

    /// <summary>Adds a field for a member.</summary>
    /// <typeparam name="TMember">The type of the member.</typeparam>
    /// <param name="property">Reads a property. A property of a property needs a name; only the last can be null.</param>
    /// <param name="expression">The source code of the lambda; the compiler sets it.</param>
    IFilterFieldDescriptor Field<TMember>(Func<T, TMember> property, [CallerArgumentExpression(nameof(property))] string expression = "");
}

/// <summary>Configures a field of a filter.</summary>
public interface IFilterFieldDescriptor
{
    /// <summary>Sets the field's name.</summary>
    /// <param name="value">The name in the schema.</param>
    IFilterFieldDescriptor Name(string value);

    /// <summary>Sets the field's description.</summary>
    /// <param name="value">The description in the schema.</param>
    IFilterFieldDescriptor Description(string? value);

    /// <summary>Sets the field's type: operations other than those of the convention, or a filter of the member's own members, which never matches null.</summary>
    /// <typeparam name="TFilter">The type.</typeparam>
    IFilterFieldDescriptor Type<TFilter>()
        where TFilter : FilterInputType, new();
}

/// <summary>Configures an operation.</summary>
public interface IFilterOperationFieldDescriptor
{
    /// <summary>Sets the type of the operation's value.</summary>
    /// <typeparam name="TInput">A scalar, or <see cref="ListType{T}"/> or <see cref="NonNullType{T}"/> of one.</typeparam>
    IFilterOperationFieldDescriptor Type<TInput>()
        where TInput : new();

    /// <summary>Sets the operation's description.</summary>
    /// <param name="value">The description in the schema.</param>
    IFilterOperationFieldDescriptor Description(string? value);
}

internal sealed class FilterInputTypeDescriptor : IFilterInputTypeDescriptor
{
    public string? TypeName { get; private set; }

    public string? Text { get; private set; }

    public bool AllowsAnd { get; private set; } = true;

    public bool AllowsOr { get; private set; } = true;

    public List<FilterOperationDescriptor> Operations { get; } = [];

    public IFilterInputTypeDescriptor Name(string value)
    {
        TypeName = value;
        return this;
    }

    public IFilterInputTypeDescriptor Description(string? value)
    {
        Text = value;
        return this;
    }

    public IFilterOperationFieldDescriptor Operation(int operationId) => Add(operationId);

    public IFilterInputTypeDescriptor AllowAnd(bool allow = true)
    {
        AllowsAnd = allow;
        return this;
    }

    public IFilterInputTypeDescriptor AllowOr(bool allow = true)
    {
        AllowsOr = allow;
        return this;
    }

    public FilterOperationDescriptor Add(int operation)
    {
        var added = new FilterOperationDescriptor(operation);
        Operations.Add(added);
        return added;
    }
}

internal sealed class FilterOperationDescriptor(int operation) : IFilterOperationFieldDescriptor
{
    public int Operation { get; } = operation;

    public TypeReference? Reference { get; set; }

    public string? Text { get; private set; }

    public IFilterOperationFieldDescriptor Type<TInput>()
        where TInput : new()
    {
        Reference = InputTypeReferences.Of(new TInput());
        return this;
    }

    public IFilterOperationFieldDescriptor Description(string? value)
    {
        Text = value;
        return this;
    }
}

internal sealed class FilterInputTypeDescriptor<T> : IFilterInputTypeDescriptor<T>
{
    public string TypeName { get; private set; } = typeof(T).Name + "FilterInput";

    public string? Text { get; private set; }

    public bool IsExplicit { get; private set; }

    public List<FilterFieldDescriptor<T>> Fields { get; } = [];

    public IFilterInputTypeDescriptor<T> Name(string value)
    {
        TypeName = value;
        return this;
    }

    public IFilterInputTypeDescriptor<T> Description(string? value)
    {
        Text = value;
        return this;
    }

    public IFilterInputTypeDescriptor<T> BindFieldsExplicitly()
    {
        IsExplicit = true;
        return this;
    }

    public IFilterFieldDescriptor Field<TMember>(Func<T, TMember> property, string expression)
    {
        var field = new FilterFieldDescriptor<T, TMember>(property, MemberPath.Parse(expression));
        Fields.Add(field);
        return field;
    }
}

internal abstract class FilterFieldDescriptor<T>(MemberPath path) : IFilterFieldDescriptor
{
    public MemberPath Path { get; } = path;

    public string? FieldName { get; private set; } = path.FieldName;

    public string? Text { get; private set; }

    protected FilterInputType? Input { get; private set; }

    public IFilterFieldDescriptor Name(string value)
    {
        FieldName = value;
        return this;
    }

    public IFilterFieldDescriptor Description(string? value)
    {
        Text = value;
        return this;
    }

    public IFilterFieldDescriptor Type<TFilter>()
        where TFilter : FilterInputType, new()
    {
        Input = new TFilter();
        return this;
    }

    /// <summary>Adds the field's condition to a model and returns the name of its input type; null after an error.</summary>
    public abstract string? AddTo(FilterModel<T> model, FilterTypeFactory factory, string coordinate);
}

internal sealed class FilterFieldDescriptor<T, TMember>(Func<T, TMember> read, MemberPath path) : FilterFieldDescriptor<T>(path)
{
    public override string? AddTo(FilterModel<T> model, FilterTypeFactory factory, string coordinate)
    {
        if (factory.GetMemberModel<TMember>(Input, coordinate) is not { } member)
            return null;
        // A filter of an object's members never matches null. An operation decides itself.
        var skipsNull = Input is FilterInputType<TMember>;
        model.Add(FieldName!, new(
            (input, path) => member.Create((IReadOnlyDictionary<string, object?>)input!, path) is { } matches
                ? item => read(item) is var value && !(skipsNull && value is null) && matches(value)
                : null,
            NullAdvice: member.FindsNull ? "Omit it, or find items without a value with `{ eq: null }`." : "Omit it."));
        return member.Name;
    }
}
