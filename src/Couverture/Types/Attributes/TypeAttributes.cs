namespace Couverture.Types;

/// <summary>Adds the public static methods of a class to the query root as fields.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>Adds the public static methods of a class to the mutation root as fields. The fields of a request run serially.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>Adds the public static methods of a class to the subscription root as fields. Each method needs a <see cref="SubscribeAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SubscriptionTypeAttribute : Attribute;

/// <summary>Names the source stream of a field of the subscription root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SubscribeAttribute : Attribute
{
    /// <summary>
    /// The C# name of a static method of the same class that returns <c>IAsyncEnumerable&lt;T&gt;</c>. Its parameters are arguments of the field
    /// (matched by name), services and a cancellation token. It must not be public, because a public method would be a field.
    /// </summary>
    public string? With { get; set; }
}

/// <summary>
/// Registers an object type for <typeparamref name="T"/>. Its fields are the public properties of <typeparamref name="T"/> and the public
/// static methods of the annotated static partial class.
/// </summary>
/// <typeparam name="T">The runtime type behind the object type.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ObjectTypeAttribute<T> : Attribute;

/// <summary>
/// Registers an interface type for <typeparamref name="T"/>. Every object type whose runtime type implements
/// <typeparamref name="T"/> implements the interface type and inherits the fields that it does not define itself.
/// </summary>
/// <typeparam name="T">The runtime type behind the interface type, usually a C# interface.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InterfaceTypeAttribute<T> : Attribute;

/// <summary>
/// Adds the public static methods of a class as fields to the object type of <typeparamref name="T"/>. If <typeparamref name="T"/> is a
/// C# interface, adds them to every object type whose runtime type implements it.
/// </summary>
/// <typeparam name="T">A runtime type, or a C# interface that runtime types implement.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExtendObjectTypeAttribute<T> : Attribute;

/// <summary>Adds the public static methods of a class as fields to the object type with a GraphQL name.</summary>
/// <param name="name">The GraphQL name of the object type, for example <c>TokenHoldingConnection</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExtendObjectTypeAttribute(string name) : Attribute
{
    /// <summary>The GraphQL name of the object type.</summary>
    public string Name { get; } = name;
}

/// <summary>Registers a OneOf input object: exactly one field must be given and must not be null. The properties must be nullable and have no defaults.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OneOfAttribute : Attribute;

/// <summary>Makes a method replace the field of a property of the runtime type.</summary>
/// <param name="name">The C# name of the property.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BindMemberAttribute(string name) : Attribute
{
    /// <summary>The C# name of the replaced property.</summary>
    public string Name { get; } = name;
}

/// <summary>Makes a field or an argument an <c>ID</c>. Ids in responses are globally unique: base64 of <c>Type:value</c>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class IDAttribute : Attribute;

/// <summary>Turns a field that returns a sequence into a Relay connection over it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UsePagingAttribute : Attribute
{
    /// <summary>The name of the connection without the suffix Connection; derived from the field name by default.</summary>
    public string? ConnectionName { get; set; }

    /// <summary>The page size if the client does not set one; 0 uses the server's default.</summary>
    public int DefaultPageSize { get; set; }

    /// <summary>The maximum page size that a client can request; 0 uses the server's default.</summary>
    public int MaxPageSize { get; set; }

    /// <summary>Whether the connection has the field <c>totalCount</c>.</summary>
    public bool IncludeTotalCount { get; set; }

    /// <summary>Whether the arguments <c>last</c> and <c>before</c> exist; true by default.</summary>
    public bool AllowBackwardPagination { get; set; } = true;

    /// <summary>The name of a registered paging provider; null for paging by item index.</summary>
    public string? ProviderName { get; set; }
}
