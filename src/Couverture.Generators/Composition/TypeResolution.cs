using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Composition;

/// <summary>Decides what each type in use is to the schema, and keeps those that the schema thereby reaches.</summary>
internal sealed class TypeResolution(SchemaInput input, List<DiagnosticInfo> diagnostics)
{
    /// <summary>What the text of an output id is made of, scalars that the host binds apart.</summary>
    private static readonly HashSet<string> Ids = ["string", "byte", "short", "int", "long", "global::System.Guid"];

    private readonly HashSet<string> _scalars = [.. input.Scalars];
    private readonly Dictionary<string, TypeShape> _shapes = input.Types.ToDictionary(s => s.Key);
    private readonly HashSet<string> _registered =
        [.. input.Classes.Where(c => c.Role is ClassRole.ObjectType or ClassRole.InterfaceType).Select(c => c.Target!.Key)];
    private readonly Dictionary<string, string> _reached = [];
    private readonly Dictionary<string, string> _inputs = [];

    /// <summary>The object types found since the last look, that nothing registers.</summary>
    public Queue<TypeShape> NewObjects { get; } = new();

    /// <summary>The classes found since the last look that arguments are made into.</summary>
    public Queue<TypeShape> NewInputs { get; } = new();

    /// <summary>The enum types found.</summary>
    public List<TypeShape> Enums { get; } = [];

    /// <summary>The key of the member by which a type was reached first.</summary>
    public string ReachedBy(TypeShape shape) => _reached[shape.Key];

    public TypeShape? Shape(string key) => _shapes.TryGetValue(key, out var shape) ? shape : null;

    /// <summary>Whether a value of one type may stand where another is asked for.</summary>
    public bool IsAssignable(string from, string to) =>
        from == to || (Shape(from) is { } shape && (shape.Interfaces.Contains(to) || shape.Bases.Contains(to)));

    /// <summary>Whether a field may have the type; where not, a finding says why.</summary>
    /// <param name="type">The field's type.</param>
    /// <param name="key">Where to report.</param>
    /// <param name="member">What to call the field.</param>
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

    /// <summary>Whether a member may have the name; where not, a finding says why.</summary>
    public bool IsName(string name, string key, string member)
    {
        if (Naming.FindError(name) is not { } error)
            return true;
        diagnostics.Add(DiagnosticInfo.Create(Diagnostics.InvalidName, key, member, name, error));
        return false;
    }

    /// <summary>Whether a field of the type may be an id; where not, a finding says why.</summary>
    public bool IsId(TypeModel type, string key, string member) =>
        Ids.Contains(type.Key) || _scalars.Contains(type.Key)
        || Reject(Diagnostics.InvalidId, key, member, Short(type.Key), "a field's id is a string, a whole number, a Guid or a scalar of the host's");

    /// <summary>Whether an argument of the type may be an id; where not, a finding says why.</summary>
    public bool IsIdInput(TypeModel type, string key, string member) =>
        (type.Leaf.Key == "string" && IsInput(type, key))
        || Reject(Diagnostics.InvalidId, key, member, Short(type.Key), "an argument's id is a string, or a collection of them");

    /// <summary>Whether an argument may have the type; where not, a finding says why.</summary>
    public bool IsInput(TypeModel type, string key, string member, string owner) =>
        IsInput(type, key)
        // an error of its own, reported by the compiler
        || (type.Leaf.Kind != TypeModelKind.Unresolved && Reject(Diagnostics.UnsupportedParameter, key, member, owner, Short(type.Key)));

    /// <summary>Whether an argument may have the default and be deprecated; where not, a finding says why.</summary>
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

    /// <summary>The key of the argument by which an input object was reached first.</summary>
    public string InputReachedBy(TypeShape shape) => _inputs[shape.Key];

    /// <summary>A type's name without the namespaces, for messages.</summary>
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
