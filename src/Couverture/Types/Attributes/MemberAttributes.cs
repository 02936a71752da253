namespace Couverture;

/// <summary>Marks the resolver parameter that takes the value of the object the field is resolved on.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute : Attribute;

/// <summary>Marks the parameter of a subscription's field that takes the event.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventMessageAttribute : Attribute;

/// <summary>Marks a resolver parameter as a service; types that are registered services are recognised without it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute : Attribute;

/// <summary>Marks the resolver parameter that takes a value which a resolver above set with <c>SetScopedState</c>.</summary>
/// <param name="key">The name the value was set under.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ScopedStateAttribute(string key) : Attribute
{
    /// <summary>The name the value was set under.</summary>
    public string Key { get; } = key;
}

/// <summary>Sets the GraphQL name of a type, member or parameter.</summary>
/// <param name="name">The name as the schema shows it.</param>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    /// <summary>The name as the schema shows it.</summary>
    public string Name { get; } = name;
}

/// <summary>Sets the description of a type, member or parameter; it wins over the XML documentation.</summary>
/// <param name="description">The description as the schema shows it.</param>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    /// <summary>The description as the schema shows it.</summary>
    public string Description { get; } = description;
}

/// <summary>Marks a field, argument or enum value as deprecated.</summary>
/// <param name="reason">Why, and what to use instead.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    /// <summary>Why, and what to use instead.</summary>
    public string Reason { get; } = reason;
}

/// <summary>Sets the value that stands for an argument or input field left out.</summary>
/// <param name="value">A constant of the parameter's or property's type, or null.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class DefaultValueAttribute(object? value) : Attribute
{
    /// <summary>The value.</summary>
    public object? Value { get; } = value;
}

/// <summary>Keeps a member out of the schema.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>Names the method that the generator makes on the request executor builder: <c>Add{name}()</c>.</summary>
/// <param name="name">The module's name.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ModuleAttribute(string name) : Attribute
{
    /// <summary>The module's name.</summary>
    public string Name { get; } = name;
}
