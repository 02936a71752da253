using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Couverture.Types;

/// <summary>A leaf with listed values.</summary>
public sealed class EnumType : INamedType, IInputType, IOutputType
{
    private readonly FrozenDictionary<object, EnumValue> _byRuntimeValue;

    internal EnumType(string name, string? description, IEnumerable<EnumValue> values)
    {
        Name = name;
        Description = description;
        Values = new MemberCollection<EnumValue>(values);
        _byRuntimeValue = Values.ToFrozenDictionary(v => v.RuntimeValue);
    }

    /// <inheritdoc />
    public TypeKind Kind => TypeKind.Enum;

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string? Description { get; }

    /// <summary>The values in schema order.</summary>
    public MemberCollection<EnumValue> Values { get; }

    /// <summary>The value that a resolver's enum member stands for, if there is one.</summary>
    /// <param name="runtimeValue">The enum member.</param>
    /// <param name="value">The value.</param>
    public bool TryGetValue(object runtimeValue, [NotNullWhen(true)] out EnumValue? value) => _byRuntimeValue.TryGetValue(runtimeValue, out value);

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>A value of an enum type.</summary>
public sealed class EnumValue : INamed
{
    internal EnumValue(string name, object runtimeValue, string? description, string? deprecationReason)
    {
        Name = name;
        RuntimeValue = runtimeValue;
        Description = description;
        DeprecationReason = deprecationReason;
        EncodedName = JsonEncodedText.Encode(name);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>The enum member that resolvers give and take.</summary>
    public object RuntimeValue { get; }

    /// <summary>What the value means; null where it has no description.</summary>
    public string? Description { get; }

    /// <summary>Why the value is deprecated; null where it is not.</summary>
    public string? DeprecationReason { get; }

    internal JsonEncodedText EncodedName { get; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
