using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Couverture.Types;

/// <summary>A leaf type with a fixed set of values.</summary>
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

    /// <summary>Finds the value for an enum member of C#.</summary>
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

    /// <summary>The C# enum member that resolvers return and receive.</summary>
    public object RuntimeValue { get; }

    /// <summary>The description; null if there is none.</summary>
    public string? Description { get; }

    /// <summary>The deprecation reason; null if it is not deprecated.</summary>
    public string? DeprecationReason { get; }

    internal JsonEncodedText EncodedName { get; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
