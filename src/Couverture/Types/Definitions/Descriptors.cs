namespace Couverture.Types;

/// <summary>What a <c>Configure</c> method may change of an object type.</summary>
/// <typeparam name="T">The runtime type behind it.</typeparam>
public interface IObjectTypeDescriptor<T>
{
    /// <summary>Sets the type's name.</summary>
    /// <param name="value">The name in the schema.</param>
    IObjectTypeDescriptor<T> Name(string value);

    /// <summary>Sets the type's description.</summary>
    /// <param name="value">The description in the schema.</param>
    IObjectTypeDescriptor<T> Description(string? value);

    /// <summary>Keeps a property out of the schema. The generator reads which one from the text of the call; the delegate is never run.</summary>
    /// <param name="propertyOrMethod">A lambda that reads the property.</param>
    IObjectTypeDescriptor<T> Ignore(Func<T, object?> propertyOrMethod);
}

/// <summary>What a <c>Configure</c> method may change of an interface type.</summary>
/// <typeparam name="T">The runtime type behind it.</typeparam>
public interface IInterfaceTypeDescriptor<T>
{
    /// <summary>Sets the type's name.</summary>
    /// <param name="value">The name in the schema.</param>
    IInterfaceTypeDescriptor<T> Name(string value);

    /// <summary>Sets the type's description.</summary>
    /// <param name="value">The description in the schema.</param>
    IInterfaceTypeDescriptor<T> Description(string? value);

    /// <summary>Keeps a property out of the schema. The generator reads which one from the text of the call; the delegate is never run.</summary>
    /// <param name="propertyOrMethod">A lambda that reads the property.</param>
    IInterfaceTypeDescriptor<T> Ignore(Func<T, object?> propertyOrMethod);
}

/// <summary>Makes the descriptors that generated code hands to <c>Configure</c> methods.</summary>
public static class TypeDescriptor
{
    /// <summary>A descriptor that writes to an object type.</summary>
    /// <typeparam name="T">The runtime type behind it.</typeparam>
    /// <param name="definition">The type.</param>
    public static IObjectTypeDescriptor<T> For<T>(ObjectTypeDefinition definition) => new ComplexTypeDescriptor<T>(definition);

    /// <summary>A descriptor that writes to an interface type.</summary>
    /// <typeparam name="T">The runtime type behind it.</typeparam>
    /// <param name="definition">The type.</param>
    public static IInterfaceTypeDescriptor<T> For<T>(InterfaceTypeDefinition definition) => new ComplexTypeDescriptor<T>(definition);
}

internal sealed class ComplexTypeDescriptor<T>(ComplexTypeDefinition definition) : IObjectTypeDescriptor<T>, IInterfaceTypeDescriptor<T>
{
    IObjectTypeDescriptor<T> IObjectTypeDescriptor<T>.Name(string value) => Name(value);

    IObjectTypeDescriptor<T> IObjectTypeDescriptor<T>.Description(string? value) => Description(value);

    IObjectTypeDescriptor<T> IObjectTypeDescriptor<T>.Ignore(Func<T, object?> propertyOrMethod) => this;

    IInterfaceTypeDescriptor<T> IInterfaceTypeDescriptor<T>.Name(string value) => Name(value);

    IInterfaceTypeDescriptor<T> IInterfaceTypeDescriptor<T>.Description(string? value) => Description(value);

    IInterfaceTypeDescriptor<T> IInterfaceTypeDescriptor<T>.Ignore(Func<T, object?> propertyOrMethod) => this;

    private ComplexTypeDescriptor<T> Name(string value)
    {
        definition.Name = value;
        return this;
    }

    private ComplexTypeDescriptor<T> Description(string? value)
    {
        definition.Description = value;
        return this;
    }
}
