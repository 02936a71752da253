namespace Couverture.Types;

/// <summary>Configures an object type in a <c>Configure</c> method.</summary>
/// <typeparam name="T">The runtime type.</typeparam>
public interface IObjectTypeDescriptor<T>
{
    /// <summary>Sets the type's name.</summary>
    /// <param name="value">The name in the schema.</param>
    IObjectTypeDescriptor<T> Name(string value);

    /// <summary>Sets the type's description.</summary>
    /// <param name="value">The description in the schema.</param>
    IObjectTypeDescriptor<T> Description(string? value);

    /// <summary>Excludes a property from the schema. The generator reads the property from the source code of the call; the delegate is never executed.</summary>
    /// <param name="propertyOrMethod">A lambda that reads the property.</param>
    IObjectTypeDescriptor<T> Ignore(Func<T, object?> propertyOrMethod);
}

/// <summary>Configures an interface type in a <c>Configure</c> method.</summary>
/// <typeparam name="T">The runtime type.</typeparam>
public interface IInterfaceTypeDescriptor<T>
{
    /// <summary>Sets the type's name.</summary>
    /// <param name="value">The name in the schema.</param>
    IInterfaceTypeDescriptor<T> Name(string value);

    /// <summary>Sets the type's description.</summary>
    /// <param name="value">The description in the schema.</param>
    IInterfaceTypeDescriptor<T> Description(string? value);

    /// <summary>Excludes a property from the schema. The generator reads the property from the source code of the call; the delegate is never executed.</summary>
    /// <param name="propertyOrMethod">A lambda that reads the property.</param>
    IInterfaceTypeDescriptor<T> Ignore(Func<T, object?> propertyOrMethod);
}

/// <summary>Creates the descriptors that generated code passes to <c>Configure</c> methods.</summary>
public static class TypeDescriptor
{
    /// <summary>Returns a descriptor that changes an object type definition.</summary>
    /// <typeparam name="T">The runtime type.</typeparam>
    /// <param name="definition">The type definition.</param>
    public static IObjectTypeDescriptor<T> For<T>(ObjectTypeDefinition definition) => new ComplexTypeDescriptor<T>(definition);

    /// <summary>Returns a descriptor that changes an interface type definition.</summary>
    /// <typeparam name="T">The runtime type.</typeparam>
    /// <param name="definition">The type definition.</param>
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
