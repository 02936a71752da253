using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Couverture.Types;

/// <summary>A collection of members in schema order, with lookup by name.</summary>
/// <typeparam name="TMember">The kind of member.</typeparam>
public sealed class MemberCollection<TMember> : IReadOnlyList<TMember>
    where TMember : class, INamed
{
    private readonly TMember[] _members;
    private readonly FrozenDictionary<string, int> _indexes;

    internal MemberCollection(IEnumerable<TMember> members)
    {
        _members = [.. members];
        _indexes = _members.Select(static (member, index) => (member.Name, index)).ToFrozenDictionary(static m => m.Name, static m => m.index, StringComparer.Ordinal);
    }

    /// <summary>No members.</summary>
    internal static MemberCollection<TMember> Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => _members.Length;

    /// <inheritdoc />
    public TMember this[int index] => _members[index];

    /// <summary>The member with a name.</summary>
    /// <param name="name">The name in the schema.</param>
    /// <exception cref="KeyNotFoundException">There is no member with the name.</exception>
    public TMember this[string name] => _members[_indexes[name]];

    /// <summary>Finds the member with a name.</summary>
    /// <param name="name">The name in the schema.</param>
    /// <param name="member">The member.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out TMember? member)
    {
        member = _indexes.TryGetValue(name, out var index) ? _members[index] : null;
        return member is not null;
    }

    /// <summary>Whether there is a member with a name.</summary>
    /// <param name="name">The name in the schema.</param>
    public bool Contains(string name) => _indexes.ContainsKey(name);

    /// <summary>Returns the zero-based index of the member with a name; -1 if there is none.</summary>
    /// <param name="name">The name in the schema.</param>
    public int IndexOf(string name) => _indexes.TryGetValue(name, out var index) ? index : -1;

    /// <inheritdoc />
    public IEnumerator<TMember> GetEnumerator() => ((IEnumerable<TMember>)_members).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _members.GetEnumerator();
}
