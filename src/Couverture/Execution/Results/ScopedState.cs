namespace Couverture.Execution.Results;

/// <summary>
/// What was left for the fields below, nearest first: values of resolvers under their names, deferred fragments under the
/// <c>@defer</c> that opened them.
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
