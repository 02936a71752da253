namespace Couverture.Types;

/// <summary>Puts the public static methods of a class on the query root as fields.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>Puts the public static methods of a class on the mutation root as fields; a request's fields run one after the other.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>Puts the public static methods of a class on the subscription root as fields; each carries <see cref="SubscribeAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SubscriptionTypeAttribute : Attribute;

/// <summary>Names the source stream of a field of the subscription root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SubscribeAttribute : Attribute
{
    /// <summary>
    /// The C# name of a static method of the same class that returns <c>IAsyncEnumerable&lt;T&gt;</c>. It takes arguments of the field by
    /// name, services and a cancellation token, and is not public, else it would be a field itself.
    /// </summary>
    public string? With { get; set; }
}

/// <summary>
/// Makes an object type of <typeparamref name="T"/>: the public static methods of the annotated static partial class become
/// its first fields, the public properties of <typeparamref name="T"/> follow.
/// </summary>
/// <typeparam name="T">The runtime type behind the object type.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ObjectTypeAttribute<T> : Attribute;

/// <summary>
/// Makes an interface type of <typeparamref name="T"/>; every object type whose runtime type implements
/// <typeparamref name="T"/> implements it, and inherits the fields that it does not define itself.
/// </summary>
/// <typeparam name="T">The runtime type behind the interface type, usually a C# interface.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InterfaceTypeAttribute<T> : Attribute;

/// <summary>
/// Adds the public static methods of a class as fields to the object type of <typeparamref name="T"/>, or, where
/// <typeparamref name="T"/> is a C# interface, to every object type whose runtime type implements it.
/// </summary>
/// <typeparam name="T">A runtime type, or a C# interface that runtime types implement.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExtendObjectTypeAttribute<T> : Attribute;

/// <summary>Adds the public static methods of a class as fields to the object type of the given GraphQL name.</summary>
/// <param name="name">The GraphQL name of the object type, for example <c>TokenHoldingConnection</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExtendObjectTypeAttribute(string name) : Attribute
{
    /// <summary>The GraphQL name of the object type.</summary>
    public string Name { get; } = name;
}

/// <summary>Makes an input object of which exactly one field must be given, and not null; its properties are nullable and have no defaults.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OneOfAttribute : Attribute;

/// <summary>Lets a resolver replace the field that a property of the runtime type would have made.</summary>
/// <param name="name">The C# name of the property.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BindMemberAttribute(string name) : Attribute
{
    /// <summary>The C# name of the replaced property.</summary>
    public string Name { get; } = name;
}

/// <summary>Makes a field or an argument an <c>ID</c>; output ids are global: base64 of <c>Type:value</c>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class IDAttribute : Attribute;

/// <summary>Turns a field that returns a sequence into a Relay connection over it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UsePagingAttribute : Attribute
{
    /// <summary>The name of the connection without the word Connection; by default made from the field's name.</summary>
    public string? ConnectionName { get; set; }

    /// <summary>The page size where the client names none; 0 takes the server's default.</summary>
    public int DefaultPageSize { get; set; }

    /// <summary>The greatest page size a client may ask for; 0 takes the server's default.</summary>
    public int MaxPageSize { get; set; }

    /// <summary>Whether the connection has the field <c>totalCount</c>.</summary>
    public bool IncludeTotalCount { get; set; }

    /// <summary>Whether the arguments <c>last</c> and <c>before</c> exist; true unless set.</summary>
    public bool AllowBackwardPagination { get; set; } = true;

    /// <summary>The name of the paging provider that the server was given; null pages by the indexes of the items.</summary>
    public string? ProviderName { get; set; }
}
