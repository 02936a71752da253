namespace Couverture;

/// <summary>Marks the resolver parameter that receives the parent: the value of the object on which the field is resolved.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute : Attribute;

/// <summary>Marks the parameter of a subscription field that receives the event.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventMessageAttribute : Attribute;

/// <summary>Marks a resolver parameter as a service. C# interfaces are recognized as services without the attribute.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute : Attribute;

/// <summary>Marks the resolver parameter that receives a value set by an ancestor resolver with <c>SetScopedState</c>.</summary>
/// <param name="key">The key under which the value was set.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ScopedStateAttribute(string key) : Attribute
{
    /// <summary>The key under which the value was set.</summary>
    public string Key { get; } = key;
}

/// <summary>
/// Marks the method that loads an object by the value of its global id, so that the type implements <c>Node</c>. The method is not a field. Besides services, loaders, the context and
/// the cancellation token it has one parameter, <c>id</c>, a string or an int.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeResolverAttribute : Attribute;

/// <summary>Sets the GraphQL name of a type, member or parameter.</summary>
/// <param name="name">The name in the schema.</param>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    /// <summary>The name in the schema.</summary>
    public string Name { get; } = name;
}

/// <summary>Sets the description of a type, member or parameter. It takes precedence over the XML documentation.</summary>
/// <param name="description">The description in the schema.</param>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    /// <summary>The description in the schema.</summary>
    public string Description { get; } = description;
}

/// <summary>Marks a field, argument or enum value as deprecated.</summary>
/// <param name="reason">The reason, and what to use instead.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    /// <summary>The reason, and what to use instead.</summary>
    public string Reason { get; } = reason;
}

/// <summary>Sets the default value of an argument or input field.</summary>
/// <param name="value">A constant of the parameter's or property's type, or null.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class DefaultValueAttribute(object? value) : Attribute
{
    /// <summary>The default value.</summary>
    public object? Value { get; } = value;
}

/// <summary>Excludes a member from the schema.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>Sets the name of the extension method that the generator adds to the request executor builder: <c>Add{name}()</c>.</summary>
/// <param name="name">The module's name.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ModuleAttribute(string name) : Attribute
{
    /// <summary>The module's name.</summary>
    public string Name { get; } = name;
}
