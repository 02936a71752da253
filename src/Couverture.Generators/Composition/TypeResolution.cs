using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Composition;

/// <summary>Decides which GraphQL type each C# type maps to, and collects the types that the schema needs.</summary>
internal sealed class TypeResolution(SchemaInput input, List<DiagnosticInfo> diagnostics)
{
    /// <summary>The types that an output id can have, besides scalars that the host binds.</summary>
    private static readonly HashSet<string> Ids = ["string", "byte", "short", "int", "long", "global::System.Guid"];

    private readonly HashSet<string> _scalars = [.. input.Scalars];
    private readonly Dictionary<string, TypeShape> _shapes = input.Types.ToDictionary(s => s.Key);
    private readonly HashSet<string> _registered =
        [.. input.Classes.Where(c => c.Role is ClassRole.ObjectType or ClassRole.InterfaceType).Select(c => c.Target!.Key)];
    private readonly Dictionary<string, string> _reached = [];
    private readonly Dictionary<string, string> _inputs = [];

    /// <summary>Unregistered object types that still have to be planned.</summary>
    public Queue<TypeShape> NewObjects { get; } = new();

    /// <summary>Input objects that still have to be checked.</summary>
    public Queue<TypeShape> NewInputs { get; } = new();

    /// <summary>The enum types of the schema.</summary>
    public List<TypeShape> Enums { get; } = [];

    /// <summary>Returns the key of the first member that has the type.</summary>
    public string ReachedBy(TypeShape shape) => _reached[shape.Key];

    public TypeShape? Shape(string key) => _shapes.TryGetValue(key, out var shape) ? shape : null;

    /// <summary>Whether a value of one type can be assigned to another type.</summary>
    public bool IsAssignable(string from, string to) =>
        from == to || (Shape(from) is { } shape && (shape.Interfaces.Contains(to) || shape.Bases.Contains(to)));

    /// <summary>Whether a field can have the type; reports a diagnostic if not.</summary>
    /// <param name="type">The field's type.</param>
    /// <param name="key">The key of the location for diagnostics.</param>
    /// <param name="member">The name of the field in diagnostics.</param>
    public bool IsOutput(TypeModel type, string key, string member)
    {
        var leaf = type.Leaf;
        if (IsLeafOrRegistered(leaf, key))
            return true;
        var error = leaf.Kind switch
        {
            TypeModelKind.Unresolved => null,
            TypeModelKind.Interface when !leaf.Key.StartsWith("global::System.", StringComparison.Ordinal) => Diagnostics.UnregisteredInterface,
            TypeModelKind.External => Diagnostics.UnboundType,
            TypeModelKind.Class when Shape(leaf.Key) is { } shape => Reach(shape, key, NewObjects.Enqueue),
            _ => Diagnostics.UnsupportedType,
        };
        if (error is not null)
            diagnostics.Add(DiagnosticInfo.Create(error, key, member, Short(leaf.Key)));
        return leaf.Kind == TypeModelKind.Class && error is null;
    }

    /// <summary>Whether a member can have the name; reports a diagnostic if not.</summary>
    public bool IsName(string name, string key, string member)
    {
        if (Naming.FindError(name) is not { } error)
            return true;
        diagnostics.Add(DiagnosticInfo.Create(Diagnostics.InvalidName, key, member, name, error));
        return false;
    }

    /// <summary>Whether a field of the type can be an id; reports a diagnostic if not.</summary>
    public bool IsId(TypeModel type, string key, string member) =>
        Ids.Contains(type.Key) || _scalars.Contains(type.Key)
        || Reject(Diagnostics.InvalidId, key, member, Short(type.Key), "the type must be string, byte, short, int, long, Guid or a type bound to a scalar");

    /// <summary>Whether an argument of the type can be an id; reports a diagnostic if not.</summary>
    public bool IsIdInput(TypeModel type, string key, string member) =>
        (type.Leaf.Key == "string" && IsInput(type, key))
        || Reject(Diagnostics.InvalidId, key, member, Short(type.Key), "the type must be string or a collection of strings");

    /// <summary>Whether an argument can have the type; reports a diagnostic if not.</summary>
    public bool IsInput(TypeModel type, string key, string member, string owner) =>
        IsInput(type, key)
        // The compiler reports an unresolved type.
        || (type.Leaf.Kind != TypeModelKind.Unresolved && Reject(Diagnostics.UnsupportedParameter, key, member, owner, Short(type.Key)));

    /// <summary>Whether an argument can have the default and the deprecation; reports a diagnostic if not.</summary>
    public bool IsValid(DefaultModel value, TypeModel type, string? deprecation, string key, string member)
    {
        if (value.Error is { } error)
            return Reject(Diagnostics.InvalidDefault, key, member, error);
        return deprecation is null || type.IsNullable || value.Expression is not null || Reject(Diagnostics.RequiredDeprecated, key, member);
    }

    private bool IsInput(TypeModel type, string key) => type.Kind switch
    {
        TypeModelKind.List => type.Form != ListForm.None && IsInput(type.Item!, key),
        _ when _scalars.Contains(type.Key) => true,
        TypeModelKind.Scalar => true,
        TypeModelKind.Enum => IsLeafOrRegistered(type, key),
        TypeModelKind.Class when Shape(type.Key) is { Input: not null } shape => IsInput(shape, key),
        _ => false,
    };

    /// <summary>Returns the key of the first argument that has the input object type.</summary>
    public string InputReachedBy(TypeShape shape) => _inputs[shape.Key];

    /// <summary>Returns a type's name without the prefix global::, for messages.</summary>
    public static string Short(string key) => key.Replace("global::", string.Empty);

    private bool Reject(DiagnosticDescriptor descriptor, string key, params string[] arguments)
    {
        diagnostics.Add(DiagnosticInfo.Create(descriptor, key, arguments));
        return false;
    }

    private bool IsInput(TypeShape shape, string key)
    {
        if (!_inputs.ContainsKey(shape.Key))
        {
            _inputs.Add(shape.Key, key);
            NewInputs.Enqueue(shape);
        }

        return true;
    }

    private bool IsLeafOrRegistered(TypeModel leaf, string key)
    {
        if (leaf.Kind == TypeModelKind.Scalar || _scalars.Contains(leaf.Key) || _registered.Contains(leaf.Key))
            return true;
        if (leaf.Kind != TypeModelKind.Enum || Shape(leaf.Key) is not { } shape)
            return false;
        Reach(shape, key, Enums.Add);
        return true;
    }

    private DiagnosticDescriptor? Reach(TypeShape shape, string key, Action<TypeShape> add)
    {
        if (!_reached.ContainsKey(shape.Key))
        {
            _reached.Add(shape.Key, key);
            add(shape);
        }

        return null;
    }
}
