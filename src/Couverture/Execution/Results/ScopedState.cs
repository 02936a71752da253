namespace Couverture.Execution.Results;

/// <summary>
/// A value for the fields below, linked to the outer values. Values of resolvers have names as keys; deferred fragments have their
/// <c>@defer</c> usage as the key.
/// </summary>
internal sealed record ScopedState(object Key, object? Value, ScopedState? Outer)
{
    public static bool TryFind(ScopedState? state, object key, out object? value)
    {
        for (; state is not null; state = state.Outer)
        {
            if (state.Key.Equals(key))
            {
                value = state.Value;
                return true;
            }
        }

        value = null;
        return false;
    }
}
