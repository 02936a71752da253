using System.Runtime.CompilerServices;

namespace Couverture.Data.Sorting;

/// <summary>Configures an input type of sort keys.</summary>
/// <typeparam name="T">The runtime type of the object.</typeparam>
public interface ISortInputTypeDescriptor<T>
{
    /// <summary>Sets the type's name. The default is the name of <typeparamref name="T"/> followed by <c>SortInput</c>.</summary>
    /// <param name="value">The name in the schema.</param>
    ISortInputTypeDescriptor<T> Name(string value);

    /// <summary>Sets the type's description.</summary>
    /// <param name="value">The description in the schema.</param>
    ISortInputTypeDescriptor<T> Description(string? value);

    /// <summary>Excludes members that <see cref="Field"/> does not add. Required, because this engine does not inspect the members of types.</summary>
    ISortInputTypeDescriptor<T> BindFieldsExplicitly();

    /// <summary>Adds a field for a member.</summary>
    /// <typeparam name="TMember">The type of the member.</typeparam>
    /// <param name="property">Reads a property. A property of a property needs a name; only the last can be null.</param>
    /// <param name="expression">The source code of the lambda; the compiler sets it.</param>
    ISortFieldDescriptor Field<TMember>(Func<T, TMember> property, [CallerArgumentExpression(nameof(property))] string expression = "");
}

/// <summary>Configures a field of a sort input type.</summary>
public interface ISortFieldDescriptor
{
    /// <summary>Sets the field's name.</summary>
    /// <param name="value">The name in the schema.</param>
    ISortFieldDescriptor Name(string value);

    /// <summary>Sets the field's description.</summary>
    /// <param name="value">The description in the schema.</param>
    ISortFieldDescriptor Description(string? value);

    /// <summary>Sorts by the member's own members. Items without the member, and items whose member has no value, are equal and last in both directions.</summary>
    /// <typeparam name="TSort">The sort keys of the member.</typeparam>
    ISortFieldDescriptor Type<TSort>()
        where TSort : SortInputType, new();
}

internal sealed class SortInputTypeDescriptor<T> : ISortInputTypeDescriptor<T>
{
    public string TypeName { get; private set; } = typeof(T).Name + "SortInput";

    public string? Text { get; private set; }

    public bool IsExplicit { get; private set; }

    public List<SortFieldDescriptor<T>> Fields { get; } = [];

    public ISortInputTypeDescriptor<T> Name(string value)
    {
        TypeName = value;
        return this;
    }

    public ISortInputTypeDescriptor<T> Description(string? value)
    {
        Text = value;
        return this;
    }

    public ISortInputTypeDescriptor<T> BindFieldsExplicitly()
    {
        IsExplicit = true;
        return this;
    }

    public ISortFieldDescriptor Field<TMember>(Func<T, TMember> property, string expression)
    {
        var field = new SortFieldDescriptor<T, TMember>(property, MemberPath.Parse(expression));
        Fields.Add(field);
        return field;
    }
}

internal abstract class SortFieldDescriptor<T>(MemberPath path) : ISortFieldDescriptor
{
    public MemberPath Path { get; } = path;

    public string? FieldName { get; private set; } = path.FieldName;

    public string? Text { get; private set; }

    protected SortInputType? Input { get; private set; }

    public ISortFieldDescriptor Name(string value)
    {
        FieldName = value;
        return this;
    }

    public ISortFieldDescriptor Description(string? value)
    {
        Text = value;
        return this;
    }

    public ISortFieldDescriptor Type<TSort>()
        where TSort : SortInputType, new()
    {
        Input = new TSort();
        return this;
    }

    /// <summary>Adds the field to a model and returns the name of its input type: null if the field is a key itself.</summary>
    public abstract string? AddTo(SortModel<T> model, SortTypeFactory factory);
}

internal sealed class SortFieldDescriptor<T, TMember>(Func<T, TMember> read, MemberPath path) : SortFieldDescriptor<T>(path)
{
    public override string? AddTo(SortModel<T> model, SortTypeFactory factory)
    {
        if (Input is SortInputType<TMember> objects)
        {
            var inner = factory.GetModel(objects);
            model.AddObject(FieldName!, read, inner);
            return inner.Name;
        }

        model.AddKey(FieldName!, read);
        return Input is null ? null : factory.ReportMismatch(FieldName!, typeof(TMember));
    }
}
